import type { Agreement, Clause, TextEdit } from '@solway/agreement';
import { type Direction, directionOf, isItemType, ITEMS_BY_DIRECTION, type ItemType } from '@solway/record';
import { type EditField, ITEM_NAMES } from '@solway/web';

/** What a form gave: one value of a name, or every value of it. */
export interface Given {
  one(name: string): string;
  all(name: string): readonly string[];
}

/** A part of an agreement that a form can change: what stands in it now, and what a filled-in form makes of it. */
export interface Editable {
  readonly part: string;
  readonly name: string;
  readonly says: string;
  readonly fields: readonly EditField[];
  readonly edits: (given: Given) => readonly TextEdit[];
  /** For what can be taken out. */
  readonly removal?: readonly TextEdit[];
}

const LEVELS = ['1', '2', '3', '4'].map((value) => ({ value, label: value }));
const spaced = (name: string): string => name.replaceAll('-', ' ');
const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** The version itself: its number, level and dates. */
export function frontOf(agreement: Agreement): Editable {
  const { implementation, training } = agreement;
  const number = (path: TextEdit['path'], name: string, label: string, value: number) => ({
    field: { kind: 'number', name, label, value: String(value) } as const,
    edit: (given: Given): TextEdit => ({ path, value: Number(given.one(name)) }),
  });
  const date = (name: 'start' | 'end' | 'review', label: string) => ({
    field: { kind: 'date', name, label, value: implementation[name] } as const,
    edit: (given: Given): TextEdit => ({ path: ['implementation', name], value: given.one(name) }),
  });
  const rows = [
    {
      field: {
        kind: 'text',
        name: 'number',
        label: 'Version number',
        value: agreement.version,
        hint: 'Such as 3.0',
      } as const,
      edit: (given: Given): TextEdit => ({ path: ['version'], value: given.one('number') }),
    },
    {
      field: { kind: 'text', name: 'title', label: 'Title', value: agreement.title } as const,
      edit: (given: Given): TextEdit => ({ path: ['title'], value: given.one('title') }),
    },
    {
      field: {
        kind: 'choice',
        name: 'level',
        label: 'Level in force',
        value: String(agreement.level),
        options: LEVELS,
      } as const,
      edit: (given: Given): TextEdit => ({ path: ['level'], value: Number(given.one('level')) }),
    },
    date('start', 'In force from'),
    date('end', 'Last day in force'),
    date('review', 'To be reviewed by'),
    number(
      ['implementation', 'reviewGraceDays'],
      'reviewGraceDays',
      'Days of grace after a missed review',
      implementation.reviewGraceDays,
    ),
    number(
      ['training', 'renewEveryDays'],
      'renewEveryDays',
      'Days before training is renewed',
      training.renewEveryDays,
    ),
    number(['training', 'graceDays'], 'graceDays', 'Days of grace after training lapses', training.graceDays),
  ];
  return {
    part: 'front',
    name: 'Number, level and dates',
    says: `${agreement.version}, level ${agreement.level}, ${implementation.start} to ${implementation.end}`,
    fields: rows.map(({ field }) => field),
    edits: (given) => rows.map(({ edit }) => edit(given)),
  };
}

const SECTIONS: readonly (readonly [
  name: string,
  path: readonly string[],
  words: (agreement: Agreement) => string,
])[] = [
  ['Scope', ['scope'], (one) => one.scope],
  ['Purpose', ['purpose', 'words'], (one) => one.purpose.words],
  ['Legal basis', ['legalBasis', 'words'], (one) => one.legalBasis.words],
  ['Information shared', ['informationShared', 'words'], (one) => one.informationShared.words],
  ['Data flows', ['dataFlows', 'words'], (one) => one.dataFlows.words],
  ['Impact assessments', ['impactAssessments', 'words'], (one) => one.impactAssessments.words],
  ['Transparency', ['transparency'], (one) => one.transparency],
  ['Accuracy', ['accuracy'], (one) => one.accuracy],
  ['Retention', ['retention'], (one) => one.retention],
  ['Individuals’ rights', ['rights'], (one) => one.rights],
  ['Security', ['security', 'words'], (one) => one.security.words],
  ['International transfers', ['internationalTransfers'], (one) => one.internationalTransfers],
  ['Implementation', ['implementation', 'words'], (one) => one.implementation.words],
  ['Work instructions', ['implementation', 'workInstructions'], (one) => one.implementation.workInstructions],
  [
    'Exceptional sharing',
    ['implementation', 'exceptionalSharing'],
    (one) => one.implementation.exceptionalSharing,
  ],
  ['Training', ['training', 'words'], (one) => one.training.words],
  ['Emergency access', ['breakGlass', 'words'], (one) => one.breakGlass.words],
  ['Sign-off', ['signOff'], (one) => one.signOff],
];

/** Every section's own words, the impact assessments it names, and the appendices. */
export function sectionsOf(agreement: Agreement): readonly Editable[] {
  return [
    ...SECTIONS.map(([name, path, words]): Editable => wordsPart(name, path, words(agreement))),
    ...agreement.impactAssessments.assessments.map((one, at) => assessmentPart(agreement, at, one)),
    assessmentPart(agreement, agreement.impactAssessments.assessments.length),
    ...agreement.appendices.map(({ title, words }, at): Editable => {
      const whole = wordsPart(`Appendix: ${title}`, ['appendices', String(at), 'words'], words);
      return {
        ...whole,
        edits: (given) => [{ path: ['appendices', at, 'words'], value: given.one('words') }],
      };
    }),
  ];
}

function wordsPart(name: string, path: readonly string[], words: string): Editable {
  return {
    part: path.join('.'),
    name,
    says: words.length > 90 ? `${words.slice(0, 88).trimEnd()}…` : words,
    fields: [{ kind: 'area', name: 'words', label: name, value: words }],
    edits: (given) => [{ path, value: given.one('words').replaceAll('\r\n', '\n') }],
  };
}

function assessmentPart(
  agreement: Agreement,
  at: number,
  held?: Agreement['impactAssessments']['assessments'][number],
): Editable {
  const path = ['impactAssessments', 'assessments', at];
  const [party] = agreement.parties;
  const value = held ?? {
    title: '',
    level: Math.min(4, agreement.level + 1),
    owner: party?.id ?? '',
    outcome: '',
  };
  return {
    part: `assessment.${at}`,
    name: held?.title ?? 'One more impact assessment',
    says: held?.outcome ?? 'Each level in force needs one.',
    fields: [
      { kind: 'text', name: 'title', label: 'Title', value: value.title },
      { kind: 'choice', name: 'level', label: 'Level', value: String(value.level), options: LEVELS },
      {
        kind: 'choice',
        name: 'owner',
        label: 'Owner',
        value: value.owner,
        options: agreement.parties.map(({ id, name }) => ({ value: id, label: name })),
      },
      { kind: 'area', name: 'outcome', label: 'Outcome', value: value.outcome },
    ],
    edits: (given) => [
      {
        path,
        value: {
          title: given.one('title'),
          level: Number(given.one('level')),
          owner: given.one('owner'),
          outcome: given.one('outcome'),
        },
      },
    ],
  };
}

/** A row of the reference table, or a new one for an item that has none. */
export function clausePart(agreement: Agreement, item: ItemType): Editable {
  const direction = directionOf(item);
  const rows = agreement.informationShared[direction];
  const at = rows.findIndex((one) => one.item === item);
  const held: Clause | undefined = rows[at];
  const side = direction === 'council-to-health' ? 'health' : 'council';
  const purposes = Object.keys(agreement.purpose.purposes);
  const path = ['informationShared', direction, held === undefined ? rows.length : at];
  const options = (names: readonly string[]) =>
    names.map((value) => ({ value, label: capital(spaced(value)) }));
  return {
    part: `clause.${item}`,
    name:
      held === undefined ? `New clause: ${ITEM_NAMES[item]}` : `Clause ${held.clause}: ${ITEM_NAMES[item]}`,
    says: '',
    fields: [
      {
        kind: 'choice',
        name: 'level',
        label: 'From level',
        value: String(held?.level ?? agreement.level),
        options: LEVELS,
      },
      {
        kind: 'ticks',
        name: 'to',
        label: 'Who may see it',
        hint: 'A group stands for every role in it.',
        options: [
          ...Object.keys(agreement.groups).map((value) => ({ value, label: `Group: ${spaced(value)}` })),
          ...rolesOf(agreement, side),
        ],
        ticked: held?.to ?? [],
      },
      {
        kind: 'ticks',
        name: 'purposes',
        label: 'For which purposes',
        options: options(purposes),
        ticked: held?.purposes ?? (held === undefined ? [] : purposes),
      },
      { kind: 'area', name: 'why', label: 'Why they need it', value: held?.why ?? '' },
      {
        kind: 'area',
        name: 'conditions',
        label: 'Conditions, one to a line',
        value: (held?.conditions ?? []).join('\n'),
        required: false,
      },
      {
        kind: 'ticks',
        name: 'legalBasis',
        label: 'Legal basis',
        options: options(Object.keys(agreement.legalBasis.bases)),
        ticked: held?.legalBasis ?? [],
      },
      {
        kind: 'text',
        name: 'frequency',
        label: 'How often',
        value: held?.frequency ?? 'each time a summary is opened',
      },
      {
        kind: 'text',
        name: 'retention',
        label: 'How long kept',
        value: held?.retention ?? 'not kept by the recipient; the disclosure is kept in the ledger',
      },
    ],
    edits(given) {
      const chosen = given.all('purposes');
      const conditions = given
        .one('conditions')
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter((line) => line !== '');
      return [
        {
          path,
          value: {
            clause: held?.clause ?? nextClause(agreement, direction),
            item,
            level: Number(given.one('level')),
            to: given.all('to'),
            ...(purposes.every((one) => chosen.includes(one)) ? {} : { purposes: chosen }),
            why: given.one('why'),
            ...(conditions.length === 0 ? {} : { conditions }),
            legalBasis: given.all('legalBasis'),
            frequency: given.one('frequency'),
            retention: given.one('retention'),
            ...(held?.lifts === undefined ? {} : { lifts: held.lifts }),
          },
        },
      ];
    },
    ...(held === undefined ? {} : { removal: [{ path, value: undefined }] }),
  };
}

function rolesOf({ roles }: Agreement, side: 'health' | 'council') {
  return Object.entries({ ...roles[side], ...roles.joint }).map(([value, label]) => ({
    value,
    label: capital(label),
  }));
}

/** The next number of its kind: `C21` after `C20`. */
function nextClause(agreement: Agreement, direction: Direction): string {
  const letter = direction === 'council-to-health' ? 'C' : 'H';
  const numbers = agreement.informationShared[direction].map(({ clause }) =>
    Number(clause.replace(/^[A-Z]/, '')),
  );
  return `${letter}${Math.max(0, ...numbers) + 1}`;
}

/** Items that no clause names. */
export function freeItems(agreement: Agreement, direction: Direction): readonly ItemType[] {
  const named = new Set<string>(agreement.informationShared[direction].map(({ item }) => item));
  return ITEMS_BY_DIRECTION[direction].filter((item) => !named.has(item));
}

/** The part that a form names; undefined for none of ours. */
export function editableOf(agreement: Agreement, part: string): Editable | undefined {
  if (part === 'front') return frontOf(agreement);
  const item = part.startsWith('clause.') ? part.slice('clause.'.length) : '';
  if (isItemType(item)) return clausePart(agreement, item);
  return sectionsOf(agreement).find((one) => one.part === part);
}
