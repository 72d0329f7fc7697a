import { randomUUID } from 'node:crypto';
import { CHI_SYSTEM, type MosaicPersonId, MOSAIC_SYSTEM } from '@solway/kernel';
import type { Entry } from '@solway/ledger';
import {
  appendEntries,
  councilPeople,
  type CouncilPersonRow,
  type DoubtReason,
  insertLinks,
  type LinkRow,
  linksOf,
  type NewLink,
  type Queryable,
  syncReviewCases,
  type WrittenLink,
} from '@solway/store';
import type { Candidate } from '../decide.ts';
import { raiseAll, type Raising } from '../doubt.ts';
import type { Model } from '../model.ts';
import { modelDigest } from '../run.ts';
import type { LiveMatch, MatchOne } from './live-match.ts';

export interface Rescoring {
  readonly model: Model;
  readonly matchOne: MatchOne;
  /** No pair is made: what the person was before is protected, and a likeness to it is not to be found. */
  readonly standingOnly?: boolean;
}

/** What re-scoring led to. */
export interface Rescored {
  readonly doubted: number;
  readonly linked: number;
  readonly review: number;
}

/**
 * Scores these council records again, in the caller's transaction. A link that stands and no longer scores is put in
 * doubt, and never dropped; a record that has no pair yet gets what a run would have given it. What a person has
 * decided stands, unless the pair has come to nothing at all.
 */
export async function rescore(
  tx: Queryable,
  { model, matchOne, standingOnly = false }: Rescoring,
  personIds: readonly MosaicPersonId[],
  raising: Raising,
): Promise<Rescored> {
  const people = await councilPeople(tx, personIds);
  const links = await linksOf(tx, { personIds: people.map((one) => one.person_id) });
  const doubts: { linkId: string; reason: DoubtReason; detail: Record<string, unknown> }[] = [];
  const fresh: NewLink[] = [];
  for (const person of people) {
    const own = links.filter((one) => one.person_id === person.person_id);
    const standing = own.find((one) => one.state === 'in-force');
    if (standing === undefined && (standingOnly || own.some((one) => one.state !== 'undone'))) continue;
    const live = await matchOne(tx, person);
    if (standing === undefined) fresh.push(...newLinks(person, live, own));
    else {
      const doubt = doubtOf(model, standing, live);
      if (doubt !== undefined) doubts.push({ linkId: standing.id, ...doubt });
    }
  }
  const made = await write(tx, model, fresh, raising);
  return { doubted: await raiseAll(tx, doubts, raising), ...made };
}

function doubtOf(
  model: Model,
  standing: LinkRow,
  { outcome, scoreWith }: LiveMatch,
): { readonly reason: DoubtReason; readonly detail: Record<string, unknown> } | undefined {
  const now = scoreWith(standing.chi)?.matchWeight;
  const detail = { before: standing.match_weight, ...(now === undefined ? {} : { now }) };
  const byModel = standing.made_by.startsWith('model:');
  if (now === undefined || now < (byModel ? model.thresholds.link : model.thresholds.review))
    return { reason: 'scores-less', detail };
  if (!byModel) return undefined;
  const leads = outcome.outcome === 'link' && outcome.best.person.chi === standing.chi;
  const onlyNeedsHuman = outcome.outcome === 'review' && outcome.because === 'needs-human';
  return leads || onlyNeedsHuman ? undefined : { reason: 'runner-up-since', detail };
}

/** What a run would write for a record with no pair; a pair that was once undone stays so. */
function newLinks(
  person: CouncilPersonRow,
  { outcome }: LiveMatch,
  own: readonly LinkRow[],
): readonly NewLink[] {
  const undone = new Set(own.map((one) => one.chi));
  const link = (state: NewLink['state'], { person: { chi }, score }: Candidate, why: object): NewLink => ({
    person_id: person.person_id,
    chi,
    state,
    match_weight: score.matchWeight,
    explanation: { ...why, fields: score.fields },
  });
  switch (outcome.outcome) {
    case 'link':
      return undone.has(outcome.best.person.chi)
        ? []
        : [
            link('in-force', outcome.best, {
              reason: 'model',
              runnerUp: outcome.runnerUp?.score.matchWeight,
            }),
          ];
    case 'review':
      return outcome.candidates
        .filter((one) => !undone.has(one.person.chi))
        .map((one) => link('under-review', one, { reason: outcome.because }));
    case 'none':
      return [];
  }
}

async function write(
  tx: Queryable,
  model: Model,
  fresh: readonly NewLink[],
  { at }: Raising,
): Promise<Omit<Rescored, 'doubted'>> {
  if (fresh.length === 0) return { linked: 0, review: 0 };
  const written = await insertLinks(tx, fresh, `model:${model.name}:${model.dated}`, at);
  const made = written.filter((one) => one.state === 'in-force');
  await appendEntries(
    tx,
    made.map((one) => ({ entry: madeEntry(one, model, at), chi: one.chi })),
  );
  await syncReviewCases(
    tx,
    written.map((one) => one.person_id),
  );
  return { linked: made.length, review: written.length - made.length };
}

function madeEntry(link: WrittenLink, model: Model, at: Raising['at']): Entry {
  return {
    id: randomUUID(),
    kind: 'link-made',
    at,
    organisation: 'solway',
    linkId: link.id,
    method: 'automatic',
    model: modelDigest(model),
    personal: {
      subject: {
        identifiers: [
          { system: CHI_SYSTEM, value: link.chi },
          { system: MOSAIC_SYSTEM, value: link.person_id },
        ],
      },
    },
  };
}
