import { createHash, randomUUID } from 'node:crypto';
import { CHI_SYSTEM, type Instant, MOSAIC_SYSTEM, type MosaicPersonId } from '@solway/kernel';
import type { Entry } from '@solway/ledger';
import {
  appendEntries,
  type Database,
  finishRun,
  type NewLink,
  raiseTask,
  readChiPeople,
  readCouncilPeople,
  startRun,
  transaction,
  type WrittenLink,
  writeRunLinks,
} from '@solway/store';
import { chiCandidate, councilCandidate } from './candidate.ts';
import { type Candidate, type MatchOutcome, matchPerson } from './decide.ts';
import { raiseProtectedSince } from './doubt.ts';
import type { Model } from './model.ts';
import { ChiRegister } from './register.ts';
import { countScore } from './score-histogram.ts';

export interface RunSummary {
  readonly runId: string;
  readonly council: number;
  readonly chi: number;
  readonly linked: number;
  readonly review: number;
  readonly none: number;
  /** Council records that share a CHI number with another. */
  readonly duplicates: number;
}

/** SHA-256 of the model's canonical text: what a link says it was made by. */
export function modelDigest(model: Model): string {
  return createHash('sha256').update(JSON.stringify(model)).digest('hex');
}

/**
 * Matches every council record against the register and writes links, reviews and their ledger entries, all in
 * one transaction. What a person decided earlier stands.
 */
export async function runMatch(
  db: Database,
  model: Model,
  at: Instant,
  options: { readonly onProgress?: (done: number, of: number) => void } = {},
): Promise<RunSummary> {
  const register = new ChiRegister((await readChiPeople(db)).map(chiCandidate));
  const council = (await readCouncilPeople(db)).map(councilCandidate);
  const links: NewLink[] = [];
  const counts = { link: 0, review: 0, none: 0 };
  const scores: Record<string, number> = {};
  const claimed = new Map<string, MosaicPersonId[]>();
  let done = 0;
  for (const person of council) {
    const result = matchPerson(model, register, person);
    counts[result.outcome] += 1;
    const best = bestOf(result);
    if (best !== undefined) countScore(scores, best);
    if (result.outcome === 'link') {
      links.push(
        newLink(person.personId, 'in-force', result.best, {
          reason: 'model',
          runnerUp: result.runnerUp?.score.matchWeight,
        }),
      );
      claimed.set(result.best.person.chi, [...(claimed.get(result.best.person.chi) ?? []), person.personId]);
    } else if (result.outcome === 'review') {
      for (const candidate of result.candidates) {
        links.push(newLink(person.personId, 'under-review', candidate, { reason: result.because }));
      }
    }
    done += 1;
    if (done % 10_000 === 0) options.onProgress?.(done, council.length);
  }
  const duplicates = [...claimed].filter(([, people]) => people.length > 1);
  const runId = await transaction(db, async (tx) => {
    const id = await startRun(tx, {
      model: `${model.name} ${model.dated}`,
      at,
      council: council.length,
      chi: register.size,
    });
    const madeBy = `model:${model.name}:${model.dated}`;
    const written = await writeRunLinks(tx, { id, madeBy, at }, links);
    await raiseProtectedSince(tx, { by: madeBy, at });
    const made = written.filter((link) => link.state === 'in-force');
    await appendEntries(
      tx,
      made.map((link) => ({ entry: linkMade(link, model, at), chi: link.chi })),
    );
    for (const [chi, people] of duplicates) {
      await raiseTask(tx, {
        kind: 'duplicate-council-records',
        chi,
        person_ids: people,
        detail: { runId: id },
        raised_by: madeBy,
        raised_at: at,
      });
    }
    await finishRun(tx, id, { ...counts, duplicates: duplicates.length, scores }, at);
    return id;
  });
  return {
    runId,
    council: council.length,
    chi: register.size,
    linked: counts.link,
    review: counts.review,
    none: counts.none,
    duplicates: duplicates.length,
  };
}

function bestOf(result: MatchOutcome): number | undefined {
  const best = result.outcome === 'review' ? result.candidates[0] : result.best;
  return best?.score.matchWeight;
}

function newLink(
  personId: MosaicPersonId,
  state: NewLink['state'],
  candidate: Candidate,
  why: object,
): NewLink {
  return {
    person_id: personId,
    chi: candidate.person.chi,
    state,
    match_weight: candidate.score.matchWeight,
    explanation: { ...why, fields: candidate.score.fields },
  };
}

function linkMade(link: WrittenLink, model: Model, at: Instant): Entry {
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
