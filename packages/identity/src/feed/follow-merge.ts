import { randomUUID } from 'node:crypto';
import { CHI_SYSTEM, type ChiNumber, type MosaicPersonId, MOSAIC_SYSTEM } from '@solway/kernel';
import type { Entry } from '@solway/ledger';
import {
  appendEntries,
  councilPeople,
  insertLinks,
  type LinkRow,
  linksOf,
  moveLink,
  type Queryable,
  suspendLinks,
  syncReviewCases,
} from '@solway/store';
import { raiseForReview, type Raising } from '../doubt.ts';
import { exposureOf } from '../exposure.ts';

/** Why a link to a number that the register uses no more was undone, or stopped. */
const NUMBER_MERGED = 'number-merged';
const NUMBER_CLOSED = 'number-closed';

/**
 * Takes the pairs of a number that was merged to the one that goes on. What a person has judged is not overruled:
 * where the new pair was judged not to be a link, or where a human has to confirm, the old link stands in doubt
 * beside the new candidate.
 */
export async function followMerge(
  tx: Queryable,
  retired: ChiNumber,
  survivor: ChiNumber,
  raising: Raising,
): Promise<void> {
  const pairs = (await linksOf(tx, { chi: retired })).filter((one) => one.chi === retired);
  for (const pair of pairs) await followPair(tx, pair, survivor, raising);
  await syncReviewCases(
    tx,
    pairs.map((one) => one.person_id),
  );
}

async function followPair(
  tx: Queryable,
  pair: LinkRow,
  survivor: ChiNumber,
  raising: Raising,
): Promise<void> {
  if (pair.state === 'undone') return;
  const others = await linksOf(tx, { personIds: [pair.person_id] });
  const there = others.find((one) => one.chi === survivor);
  const [person] = await councilPeople(tx, [pair.person_id]);
  // A record that is gone, or that the council keeps as a protected earlier identity, is followed nowhere.
  if (person === undefined) return pair.state === 'in-force' ? stop(tx, pair, raising) : undefined;
  const needsHuman = person.restricted || person.protection;
  const judged = there?.state === 'undone' || there?.state === 'suspended';
  if (pair.state === 'in-force' && (judged || needsHuman)) {
    if (there === undefined) await candidateFor(tx, pair, survivor, 'under-review', raising);
    await raiseForReview(tx, pair, 'number-superseded', { ...raising, detail: { survivor: 'held' } });
    return;
  }
  await undone(tx, pair, raising);
  if (there === undefined) await candidateFor(tx, pair, survivor, pair.state, raising);
}

/** The same pair under the number that goes on, in the state that it had. */
async function candidateFor(
  tx: Queryable,
  pair: LinkRow,
  survivor: ChiNumber,
  state: LinkRow['state'],
  raising: Raising,
): Promise<void> {
  const { reason: _, ...explained } = pair.explanation as { reason?: unknown };
  const [made] = await insertLinks(
    tx,
    [
      {
        person_id: pair.person_id,
        chi: survivor,
        state: state === 'in-force' ? 'in-force' : 'under-review',
        match_weight: pair.match_weight,
        explanation: { ...explained, reason: NUMBER_MERGED },
      },
    ],
    // What a person confirmed stays confirmed: the register says that it is the same number.
    pair.made_by,
    raising.at,
  );
  if (made === undefined) return;
  if (state === 'suspended') {
    await moveLink(tx, made.id, ['under-review'], 'suspended', raising.by, raising.at);
    await append(tx, suspendedEntry(made.id, made, raising, NUMBER_MERGED), survivor);
  }
  if (state === 'in-force') await append(tx, madeEntry(made.id, made, raising), survivor);
}

async function undone(tx: Queryable, pair: LinkRow, raising: Raising): Promise<void> {
  const { disclosures } = await exposureOf(tx, pair);
  await moveLink(tx, pair.id, [pair.state], 'undone', raising.by, raising.at);
  await append(
    tx,
    {
      id: randomUUID(),
      kind: 'link-undone',
      at: raising.at,
      organisation: 'solway',
      linkId: pair.id,
      reason: NUMBER_MERGED,
      disclosures: disclosures.length,
      personal: { subject: subjectOf(pair) },
    },
    pair.chi,
  );
}

/**
 * Stops every link to a number that the register has closed, for both organisations. What may have come in its place
 * is not known here, and is not looked for.
 */
export async function stopLinks(tx: Queryable, retired: ChiNumber, raising: Raising): Promise<void> {
  const people = (await linksOf(tx, { chi: retired })).map((one) => one.person_id);
  const stopped = await suspendLinks(tx, { chis: [retired], personIds: people }, raising.by, raising.at);
  for (const link of stopped)
    await append(tx, suspendedEntry(link.id, link, raising, NUMBER_CLOSED), retired);
}

async function stop(tx: Queryable, pair: LinkRow, raising: Raising): Promise<void> {
  await moveLink(tx, pair.id, ['in-force'], 'suspended', raising.by, raising.at);
  await append(tx, suspendedEntry(pair.id, pair, raising, NUMBER_CLOSED), pair.chi);
}

interface Pair {
  readonly chi: ChiNumber;
  readonly person_id: MosaicPersonId;
}

const subjectOf = ({ chi, person_id }: Pair) => ({
  identifiers: [
    { system: CHI_SYSTEM, value: chi },
    { system: MOSAIC_SYSTEM, value: person_id },
  ],
});

function madeEntry(linkId: string, pair: Pair, { at }: Raising): Entry {
  return {
    id: randomUUID(),
    kind: 'link-made',
    at,
    organisation: 'solway',
    linkId,
    method: 'automatic',
    personal: { subject: subjectOf(pair), explanation: NUMBER_MERGED },
  };
}

function suspendedEntry(linkId: string, pair: Pair, { at }: Raising, reason: string): Entry {
  return {
    id: randomUUID(),
    kind: 'link-suspended',
    at,
    organisation: 'solway',
    linkId,
    reason,
    personal: { subject: subjectOf(pair) },
  };
}

async function append(tx: Queryable, entry: Entry, chi: ChiNumber): Promise<void> {
  await appendEntries(tx, [{ entry, chi }]);
}
