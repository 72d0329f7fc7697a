import { type Agreement, editText, roleWords } from '@solway/agreement';
import { changeVersion, GovernanceError, readVersion } from '@solway/governance';
import type { Direction } from '@solway/record';
import {
  type EditField,
  type GovernanceSaid,
  ITEM_NAMES,
  renderAgreementEdit,
  renderAgreementEditPart,
} from '@solway/web';
import type { FastifyRequest } from 'fastify';
import { type Form, valuesOf } from '../../routes/page-action.ts';
import type { ServerParts } from '../../server.ts';
import type { Officer } from '../officer.ts';
import {
  clausePart,
  type Editable,
  editableOf,
  freeItems,
  frontOf,
  type Given,
  sectionsOf,
} from './editable.ts';
import { type OpenVersion, openVersion, pageParts } from './version.ts';

const DIRECTIONS: readonly (readonly [Direction, string])[] = [
  ['council-to-health', 'From the council to health'],
  ['health-to-council', 'From health to the council'],
];

/** A draft's parts, each with the way to its form. */
export async function editPage(
  parts: ServerParts,
  officer: Officer,
  version: OpenVersion,
  said?: GovernanceSaid,
): Promise<string> {
  const { row, agreement, problems } = version;
  const line = ({ part, name, says }: Editable) => ({ part, name, says });
  return Promise.resolve(
    renderAgreementEdit({
      ...pageParts(parts, officer, version, '/agreement/edit-page', said),
      revision: row.revision,
      problems,
      front: [line(frontOf(agreement))],
      clauses: DIRECTIONS.map(([direction, words]) => ({
        direction: words,
        rows: agreement.informationShared[direction].map((clause) => ({
          part: clausePart(agreement, clause.item).part,
          clause: clause.clause,
          item: ITEM_NAMES[clause.item],
          level: clause.level,
          who: clause.to.map((one) => whoWords(agreement, one)).join(', '),
          purposes: clause.purposes?.map((one) => one.replaceAll('-', ' ')).join(', ') ?? 'every purpose',
        })),
        free: freeItems(agreement, direction).map((item) => ({
          value: clausePart(agreement, item).part,
          label: ITEM_NAMES[item],
        })),
      })),
      sections: sectionsOf(agreement).map(line),
    }),
  );
}

function whoWords(agreement: Agreement, name: string): string {
  return Object.hasOwn(agreement.groups, name) ? name.replaceAll('-', ' ') : roleWords(agreement, name);
}

/** The form of one part; with what was sent, where that was not taken. */
export async function editPartPage(
  parts: ServerParts,
  officer: Officer,
  version: OpenVersion,
  form: Form,
  refused?: { readonly faults: readonly string[]; readonly given: Given },
): Promise<string> {
  const editable = requirePart(version, form);
  return Promise.resolve(
    renderAgreementEditPart({
      ...pageParts(parts, officer, version, '/agreement/edit-page'),
      revision: version.row.revision,
      part: editable.part,
      name: editable.name,
      faults: refused?.faults ?? [],
      fields:
        refused === undefined ? editable.fields : editable.fields.map((one) => filled(one, refused.given)),
      removable: editable.removal !== undefined,
    }),
  );
}

function requirePart({ agreement }: OpenVersion, form: Form): Editable {
  const editable = editableOf(agreement, form['part'] ?? '');
  if (editable === undefined) throw new GovernanceError('agreement-unknown', 'there is no such part');
  return editable;
}

function filled(field: EditField, given: Given): EditField {
  return field.kind === 'ticks'
    ? { ...field, ticked: given.all(field.name) }
    : { ...field, value: given.one(field.name) };
}

/**
 * Takes a filled-in form. What breaks the shape of the agreement, or what the parties are reading, is not taken:
 * the form comes back with what was sent and why. What merely does not hold together yet, a draft may say.
 */
export async function changePart(
  parts: ServerParts,
  officer: Officer,
  version: OpenVersion,
  form: Form,
  request: FastifyRequest | undefined,
): Promise<string> {
  const editable = requirePart(version, form);
  const given: Given = {
    one: (name) => (form[name] ?? valuesOf(request, name)[0] ?? '').trim(),
    all: (name) => valuesOf(request, name),
  };
  const edits = form['act'] === 'remove' ? (editable.removal ?? []) : editable.edits(given);
  const text = editText(version.row.text, edits);
  const { read, problems } = readVersion(text);
  const before = new Set(version.problems.map(({ message }) => message));
  if (read === undefined || (problems.length > 0 && version.row.state !== 'draft')) {
    const faults = problems.filter(({ message }) => !before.has(message)).map(({ message }) => message);
    return editPartPage(parts, officer, version, form, { faults, given });
  }
  const { row } = version;
  const change = { versionId: row.version_id, shown: Number(form['shown']), text };
  const { voided, reopened } = await changeVersion(parts.walk.db, officer, change, parts.walk.clock());
  const words = [
    `${editable.name} is changed.`,
    ...(voided === 0
      ? []
      : [
          `${voided === 1 ? 'One signature is' : `${voided} signatures are`} void: every officer signs again.`,
        ]),
    ...(reopened ? ['The impact assessment is open again.'] : []),
  ].join(' ');
  return editPage(parts, officer, await openVersion(parts, form), { tone: 'done', words });
}
