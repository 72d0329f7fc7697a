import { type Agreement, grantsOf, ITEM_WORDS, roleWords } from '@solway/agreement';
import { campaignOf, GovernanceError, importCompletions, LEAD, type TrainingLine } from '@solway/governance';
import { directionOf, ITEMS_BY_DIRECTION } from '@solway/record';
import { ITEM_NAMES, renderRolePage, renderTrainingPage, type TrainingModel } from '@solway/web';
import { parse } from 'csv-parse/sync';
import { partyName } from '../party-name.ts';
import type { ServerParts } from '../server.ts';
import { frameOf, type Officer } from './officer.ts';

const ON_A_PAGE = 200;
const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** The campaign of the officer's own organisation; another's staff are never listed. */
export async function trainingPage(
  parts: ServerParts,
  officer: Officer,
  imported?: TrainingModel['imported'],
): Promise<string> {
  const { walk } = parts;
  const campaign = await campaignOf(walk.db, officer.organisation, walk.clock());
  const lines = campaign?.lines ?? [];
  const due = lines.filter((line) => line.due !== undefined);
  const count = (because: TrainingLine['due']) => lines.filter((line) => line.due === because).length;
  return renderTrainingPage({
    frame: frameOf(parts, officer, '/training'),
    organisation: partyName(walk, officer.organisation),
    ...(campaign === undefined
      ? {}
      : { course: campaign.agreement.training.course, version: campaign.agreement.version }),
    counts: [
      { words: 'Up to date', count: count(undefined) },
      { words: 'In their days of grace', count: count('grace') },
      { words: 'Lapsed', count: count('lapsed') },
      { words: 'Never done', count: count('never') },
      { words: 'Due since their view changed', count: count('new-version') },
    ],
    due: due.slice(0, ON_A_PAGE).map(({ staff, due: because, completedOn, forVersion }) => ({
      name: staff.name,
      userId: staff.user_id,
      role: staff.role,
      because: because ?? 'never',
      ...(staff.team === null ? {} : { team: staff.team }),
      ...(completedOn === undefined ? {} : { completedOn }),
      ...(forVersion === undefined ? {} : { forVersion }),
    })),
    dueInAll: due.length,
    roles: campaign === undefined ? [] : rolesOf(campaign.agreement, officer.organisation),
    mayImport: officer.roles.includes(LEAD),
    ...(imported === undefined ? {} : { imported }),
  });
}

function rolesOf(agreement: Agreement, organisation: string) {
  const roles = grantsOf(agreement).filter((grant) => grant.organisation === organisation && grant.inForce);
  return [...new Set(roles.map(({ role }) => role))].map((role) => ({
    role,
    words: capital(roleWords(agreement, role)),
  }));
}

/** Takes a file of completions, and shows what came of it. */
export async function takeCompletions(parts: ServerParts, officer: Officer, text: string): Promise<string> {
  const { walk } = parts;
  const imported = await importCompletions(walk.db, officer, rowsOf(text), walk.clock());
  return trainingPage(parts, officer, imported);
}

function rowsOf(text: string): readonly Record<string, string>[] {
  try {
    return parse<Record<string, string>>(text, {
      columns: true,
      bom: true,
      skip_empty_lines: true,
      trim: true,
    });
  } catch (cause) {
    throw new GovernanceError('training-file-invalid', 'the file is not CSV, or a row has too many cells', {
      cause,
    });
  }
}

/** Exactly what one role of the officer's own organisation sees under what is in force. */
export async function rolePage(parts: ServerParts, officer: Officer, asked: string): Promise<string> {
  const { walk } = parts;
  const campaign = await campaignOf(walk.db, officer.organisation, walk.clock());
  const agreement = campaign?.agreement;
  const grants =
    agreement === undefined
      ? []
      : grantsOf(agreement).filter(
          (one) => one.role === asked && one.organisation === officer.organisation && one.inForce,
        );
  const [first] = grants;
  if (agreement === undefined || first === undefined)
    throw new GovernanceError('agreement-unknown', 'no role of yours by that name sees anything');
  const every = Object.keys(agreement.purpose.purposes).length;
  const seen = new Set(grants.map(({ item }) => item));
  return renderRolePage({
    frame: frameOf(parts, officer, '/training'),
    role: roleWords(agreement, asked),
    organisation: partyName(walk, officer.organisation),
    version: agreement.version,
    level: agreement.level,
    sees: grants.map(({ item, purposes }) => ({
      item: ITEM_NAMES[item],
      purposes:
        purposes.length === every
          ? 'every purpose'
          : purposes.map((one) => one.replaceAll('-', ' ')).join(', '),
      conditions:
        agreement.informationShared[directionOf(item)].find((clause) => clause.item === item)?.conditions ??
        [],
    })),
    doesNotSee: ITEMS_BY_DIRECTION[first.direction]
      .filter((item) => !seen.has(item))
      .map((item, at) => (at === 0 ? capital(ITEM_WORDS[item].words) : ITEM_WORDS[item].words)),
    workInstructions: agreement.implementation.workInstructions,
    exceptionalSharing: agreement.implementation.exceptionalSharing,
  });
}
