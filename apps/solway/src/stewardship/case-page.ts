import { numberWarnings, openCase, type OpenedCase } from '@solway/identity';
import { formatChi, formatDate } from '@solway/kernel';
import type {
  CouncilPersonRow,
  LinkRow,
  NeighbourRow,
  OpenedView,
  OpenOpinion,
  ReviewFacts,
} from '@solway/store';
import {
  type CandidateModel,
  type CaseModel,
  type HouseholdEntry,
  renderCasePage,
  type ReviewSaid,
  WRONG_PERSON_REASONS,
} from '@solway/web';
import { linkModel } from '../link-model.ts';
import { partyName } from '../party-name.ts';
import type { ServerParts } from '../server.ts';
import { TASK_WORDS, taskReference } from '../task-words.ts';
import { comparedRows } from './compared-rows.ts';
import { actionsOf, deciderWords, personName, stewardOf, viewerOf } from './who.ts';
import { marksOf } from './worklist.ts';

/**
 * One person's page, claimed for this steward; that it was opened is in the ledger before this returns.
 * @throws {ReviewError} `review-unknown`, `review-withheld`
 */
export async function casePage(
  { walk }: ServerParts,
  opened: OpenedView,
  caseId: string,
  said?: ReviewSaid,
): Promise<string> {
  const now = walk.clock();
  const found = await openCase(walk.db, stewardOf(opened), caseId, now);
  const { row, facts, candidates } = found;
  const people = candidates.map((pair) => facts.people.find((one) => one.chi === pair.chi));
  return renderCasePage({
    viewer: viewerOf(walk, opened),
    assembledAt: now,
    actions: actionsOf(opened),
    ...(said === undefined ? {} : { said }),
    caseId,
    screen: found.screen,
    place: row.place,
    open: row.open,
    name: facts.council === null ? 'A record that Mosaic no longer holds' : personName(facts.council),
    personId: facts.personId,
    marks: facts.council === null ? [] : marksOf(facts.council),
    ...(found.mine || found.opinion?.state === 'waiting'
      ? row.claimed_until === null
        ? {}
        : { claimedUntil: row.claimed_until }
      : {
          claimedBy: {
            name: row.claimed_name ?? 'Another steward',
            ...(row.claimed_until === null ? {} : { until: row.claimed_until }),
          },
        }),
    ...(row.assigned_to === null
      ? {}
      : { assignedTo: { id: row.assigned_to.split(':').at(-1) ?? '', name: row.assigned_name ?? '' } }),
    assignees: found.mayBeAssigned.map((one) => ({ id: one.user_id, name: one.name })),
    ...(found.opinion === undefined ? {} : { opinions: opinionsModel(found.opinion, facts, opened) }),
    household: {
      others: found.household.others.map((one) => livesThere(one, facts)),
      more: found.household.more,
    },
    rows: facts.council === null ? [] : comparedRows(facts.council, people),
    candidates: candidates.map((pair) => candidateModel(walk, found, pair)),
    judged: facts.links
      .filter((pair) => pair.state === 'undone')
      .map((pair) => ({
        linkId: pair.id,
        chi: pair.chi,
        at: pair.changed_at,
        by: deciderWords(pair.made_by),
      })),
    notes: found.notes.map((note) => ({ at: note.at, by: note.by_name, words: note.note })),
    tasks: found.tasks.map((task) => ({
      reference: taskReference(task.id),
      words: TASK_WORDS[task.kind] ?? task.kind,
      at: task.raised_at,
    })),
  });
}

function livesThere(row: NeighbourRow, { council }: ReviewFacts): HouseholdEntry {
  const like = council === null ? undefined : likeness(row, council);
  return {
    side: row.side,
    number: row.number,
    name: personName(row),
    ...(row.birth_date === null ? {} : { birthDate: row.birth_date }),
    ...(row.sex === null ? {} : { sex: row.sex === 'male' ? 'Male' : 'Female' }),
    ...(like === undefined ? {} : { like }),
  };
}

/** Years that lie between a parent and a child, at least. */
const GENERATION_YEARS = 12;

function likeness(row: NeighbourRow, council: CouncilPersonRow): HouseholdEntry['like'] {
  const first = (forenames: string): string | undefined => forenames.trim().split(/\s+/)[0]?.toLowerCase();
  const sameName =
    row.surname.toLowerCase() === council.surname.toLowerCase() &&
    first(row.forenames) === first(council.forenames);
  if (row.birth_date === null || council.birth_date === null) return sameName ? 'namesake' : undefined;
  if (row.birth_date === council.birth_date) return sameName ? 'duplicate' : 'twin';
  if (!sameName) return undefined;
  const years = Math.abs(Number(row.birth_date.slice(0, 4)) - Number(council.birth_date.slice(0, 4)));
  return years >= GENERATION_YEARS ? 'generation' : 'namesake';
}

/** What was judged, for one who has judged it or is to decide between two. */
function opinionsModel(
  open: OpenOpinion,
  facts: ReviewFacts,
  { view }: OpenedView,
): NonNullable<CaseModel['opinions']> {
  const own = `${view.organisation}:${view.user_id}`;
  const both = [open.first, ...(open.second === null ? [] : [open.second])];
  return {
    state: open.state === 'waiting' ? 'mine' : 'two',
    oneOfThem: both.some((one) => one.by === own),
    list: both.map((one) => ({
      by: one.name,
      at: one.at,
      words: verdictWords(one.verdict, facts),
      note: one.note,
    })),
  };
}

function verdictWords(verdict: string, facts: ReviewFacts): string {
  const pair = facts.links.find((one) => verdict === `link:${one.id}`);
  return pair === undefined ? 'None of the candidates' : `CHI ${formatChi(pair.chi)}`;
}

function candidateModel(walk: ServerParts['walk'], found: OpenedCase, pair: LinkRow): CandidateModel {
  const { facts } = found;
  const person = facts.people.find((one) => one.chi === pair.chi);
  const others = found.candidates.filter((one) => one.id !== pair.id).map((one) => one.match_weight);
  const suspension = found.suspensions.find((one) => one.linkId === pair.id);
  return {
    linkId: pair.id,
    chi: pair.chi,
    name:
      person === undefined
        ? 'Not on the register any more'
        : personName({ surname: person.surname, forenames: person.forenames.join(' ') }),
    state: pair.state === 'undone' ? 'suspended' : pair.state,
    why: linkModel(pair, {
      decidedBy: deciderWords(pair.made_by),
      ...(others.length === 0 ? {} : { runnerUpBits: Math.max(...others) }),
    }),
    doubts: facts.doubts
      .filter((one) => one.link_id === pair.id)
      .map((one) => ({ reason: one.reason, at: one.raised_at })),
    warnings: [
      ...(person?.death_date == null ? [] : [`Died ${formatDate(person.death_date)}.`]),
      ...(facts.council === null
        ? []
        : numberWarnings(facts.council, pair.chi).map((one) => NUMBER_WORDS[one])),
      ...facts.elsewhere
        .filter((one) => one.chi === pair.chi)
        .map(
          (one) =>
            `${ELSEWHERE_WORDS[one.state]} ${personName(one)}, Mosaic ${one.person_id}${one.birth_date === null ? '' : `, born ${formatDate(one.birth_date)}`}.`,
        ),
    ],
    ...(suspension === undefined
      ? {}
      : {
          suspension: {
            at: suspension.at,
            by:
              suspension.by === undefined
                ? 'somebody whose name has been erased'
                : `${suspension.by.name} (${suspension.by.role.replaceAll('-', ' ')}, ${partyName(walk, suspension.by.organisation)})`,
            words: saidWords(suspension.explanation),
          },
        }),
  };
}

const NUMBER_WORDS = {
  'chi-birth-date-disagrees': 'The number itself says another date of birth than Mosaic does.',
  'chi-sex-disagrees': 'The number itself says another sex than Mosaic does.',
} as const;

const ELSEWHERE_WORDS = {
  'in-force': 'Already linked to',
  'under-review': 'Also a candidate for',
  suspended: 'Has a stopped link to',
  undone: 'Was once linked to',
} as const;

/** What a practitioner chose when they said that it was the wrong person. */
function saidWords(code: string | undefined): string {
  const words = WRONG_PERSON_REASONS.find(([value]) => value === code)?.[1];
  return words === undefined ? 'no reason was given' : `“${words}”`;
}
