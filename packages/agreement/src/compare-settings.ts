import canonicalize from 'canonicalize';
import { allClauses } from './faults.ts';
import { type Agreement, breakGlassReasons, type TrainingMeans } from './schema.ts';
import { COMPARE, listed, SECTION_WORDS, SETTING_WORDS, TRAINING_MEANS_WORDS } from './wording.ts';

/** A change in the agreement that is not of who sees which item. */
export interface SettingChange {
  /** Where in the agreement, from the top: `training.graceDays`. */
  readonly path: string;
  readonly sentence: string;
  /** Opens the impact assessment again. */
  readonly material: boolean;
}

export function changedSettings(before: Agreement, after: Agreement): readonly SettingChange[] {
  return [
    ...valueChanges(before, after),
    ...partyChanges(before, after),
    ...purposeChanges(before, after),
    ...clauseLevelChanges(before, after),
    ...trainingChanges(before, after),
    ...wordChanges(before, after),
  ];
}

function valueChanges(before: Agreement, after: Agreement): readonly SettingChange[] {
  const values = (agreement: Agreement): readonly (readonly [string, string, string])[] => [
    ['level', SETTING_WORDS.level, String(agreement.level)],
    ['implementation.start', SETTING_WORDS.start, agreement.implementation.start],
    ['implementation.end', SETTING_WORDS.end, agreement.implementation.end],
    ['implementation.review', SETTING_WORDS.review, agreement.implementation.review],
    [
      'implementation.reviewGraceDays',
      SETTING_WORDS.reviewGraceDays,
      String(agreement.implementation.reviewGraceDays),
    ],
    ['training.renewEveryDays', SETTING_WORDS.renewEveryDays, String(agreement.training.renewEveryDays)],
    ['training.graceDays', SETTING_WORDS.graceDays, String(agreement.training.graceDays)],
    ['breakGlass.minutes', SETTING_WORDS.minutes, String(agreement.breakGlass.minutes)],
    [
      'breakGlass.opens',
      SETTING_WORDS.opens,
      listed(agreement.breakGlass.opens.toSorted()) || SETTING_WORDS.nothing,
    ],
    ['breakGlass.reasons', SETTING_WORDS.reasons, listed(breakGlassReasons(agreement))],
    ['security.whenProofIsLate', SETTING_WORDS.whenProofIsLate, `“${agreement.security.whenProofIsLate}”`],
  ];
  const later = values(after);
  return values(before).flatMap(([path, what, from], at) => {
    const to = later[at]![2];
    return from === to
      ? []
      : [
          {
            path,
            sentence: COMPARE.changed(what, from, to),
            material: path === 'level' || path === 'breakGlass.opens',
          },
        ];
  });
}

function partyChanges(before: Agreement, after: Agreement): readonly SettingChange[] {
  const had = new Map(before.parties.map((party) => [party.id, party]));
  const has = new Map(after.parties.map((party) => [party.id, party]));
  const level = (party: { level?: number | undefined }) =>
    party.level === undefined ? SETTING_WORDS.wholeLevel : String(party.level);
  return [
    ...after.parties.flatMap((party) => {
      const was = had.get(party.id);
      const path = `parties.${party.id}`;
      if (was === undefined)
        return [{ path, sentence: COMPARE.added(SETTING_WORDS.party(party.name)), material: true }];
      return was.level === party.level
        ? []
        : [
            {
              path: `${path}.level`,
              sentence: COMPARE.changed(SETTING_WORDS.partyLevel(party.name), level(was), level(party)),
              material: true,
            },
          ];
    }),
    ...before.parties
      .filter(({ id }) => !has.has(id))
      .map(({ id, name }) => ({
        path: `parties.${id}`,
        sentence: COMPARE.removed(SETTING_WORDS.party(name)),
        material: true,
      })),
  ];
}

function purposeChanges(before: Agreement, after: Agreement): readonly SettingChange[] {
  const [had, has] = [before.purpose.purposes, after.purpose.purposes];
  const path = (purpose: string) => `purpose.purposes.${purpose}`;
  return [
    ...Object.keys(has)
      .filter((purpose) => !Object.hasOwn(had, purpose))
      .map((purpose) => ({
        path: path(purpose),
        sentence: COMPARE.added(SETTING_WORDS.purpose(purpose)),
        material: true,
      })),
    ...Object.keys(had)
      .filter((purpose) => !Object.hasOwn(has, purpose))
      .map((purpose) => ({
        path: path(purpose),
        sentence: COMPARE.removed(SETTING_WORDS.purpose(purpose)),
        material: false,
      })),
  ];
}

function clauseLevelChanges(before: Agreement, after: Agreement): readonly SettingChange[] {
  const had = new Map(allClauses(before).map(({ clause }) => [clause.item, clause.level]));
  return allClauses(after).flatMap(({ clause: { item, level }, direction }) => {
    const was = had.get(item);
    return was === undefined || was === level
      ? []
      : [
          {
            path: `informationShared.${direction}.${item}.level`,
            sentence: COMPARE.changed(SETTING_WORDS.clauseLevel(item), String(was), String(level)),
            material: true,
          },
        ];
  });
}

function trainingChanges(before: Agreement, after: Agreement): readonly SettingChange[] {
  return (['lapsed', 'none'] as const).flatMap((state) =>
    [1, 2, 3, 4].flatMap((level) =>
      Object.keys(after.purpose.purposes)
        .filter((purpose) => Object.hasOwn(before.purpose.purposes, purpose))
        .flatMap((purpose) => {
          const [from, to] = [before, after].map((agreement) => meaning(agreement, state, level, purpose));
          return from === to
            ? []
            : [
                {
                  path: `training.without.${state}.${level}.${purpose}`,
                  sentence: COMPARE.changed(
                    SETTING_WORDS.without(state, level, purpose),
                    TRAINING_MEANS_WORDS[from!],
                    TRAINING_MEANS_WORDS[to!],
                  ),
                  material: false,
                },
              ];
        }),
    ),
  );
}

/** What being without training means: the first rule that fits, else `emergency`. */
function meaning(
  agreement: Agreement,
  state: 'lapsed' | 'none',
  level: number,
  purpose: string,
): TrainingMeans {
  return (
    agreement.training.without.find(
      (rule) =>
        rule.states.includes(state) &&
        rule.levels.includes(level) &&
        (rule.purposes === undefined || rule.purposes.includes(purpose)),
    )?.means ?? 'emergency'
  );
}

/** Sections whose text differs, apart from what is told of above. */
function wordChanges(before: Agreement, after: Agreement): readonly SettingChange[] {
  return (Object.keys(SECTION_WORDS) as (keyof typeof SECTION_WORDS)[])
    .filter((section) => wordsOf(before, section) !== wordsOf(after, section))
    .map((section) => ({
      path: section,
      sentence: COMPARE.reworded(SECTION_WORDS[section]),
      material: section === 'legalBasis',
    }));
}

/** A section as text, with what is compared by meaning taken out. */
function wordsOf(agreement: Agreement, section: keyof typeof SECTION_WORDS): string {
  return canonicalize(comparedAsWords(agreement)[section] ?? agreement[section])!;
}

function comparedAsWords(agreement: Agreement): Partial<Record<keyof typeof SECTION_WORDS, unknown>> {
  const { implementation, training, breakGlass, security, informationShared } = agreement;
  return {
    parties: agreement.parties.map(({ level: _level, ...party }) => party),
    informationShared: [
      informationShared.words,
      allClauses(agreement).map(
        ({ clause: { level: _level, to: _to, purposes: _purposes, lifts: _lifts, ...words } }) => words,
      ),
    ],
    implementation: [
      implementation.words,
      implementation.workInstructions,
      implementation.exceptionalSharing,
    ],
    training: [training.words, training.course],
    breakGlass: [breakGlass.words, breakGlass.never],
    security: security.words,
  };
}
