import { randomUUID } from 'node:crypto';
import { CHI_SYSTEM, type Instant, MOSAIC_SYSTEM, SolwayError } from '@solway/kernel';
import type { Entry } from '@solway/ledger';
import {
  appendEntries,
  countAttempt,
  type Database,
  markRowsSent,
  type Queryable,
  recordAnswers,
  type RowAnswer,
  transaction,
  type WaitingRow,
  waitingRows,
} from '@solway/store';
import type { OwnReason } from './make-load.ts';

/** A row as it goes out. The same key is the same row, however often it is sent. */
export interface SentRow {
  readonly key: string;
  readonly personId: string;
  readonly chi: string;
  readonly action: 'set' | 'withdraw';
}

export interface SentRowAnswer {
  readonly key: string;
  readonly outcome: 'accepted' | 'unchanged' | 'rejected';
  /** Mosaic's code; only where it rejected. */
  readonly reason?: string;
}

/**
 * Hands rows to Mosaic. Rows that the answer does not name are not known to be done, and are sent again.
 * @throws {SolwayError} `source-error` where it answered and the answer can't be used
 */
export type SendRows = (rows: readonly SentRow[], signal: AbortSignal) => Promise<readonly SentRowAnswer[]>;

const BATCH = 200;
const MOST_ATTEMPTS = 3;

/**
 * Sends one batch of what waits and records what became of it. That a number is given away is in the ledger before
 * it is; what becomes of the row is stored with what Mosaic then holds. Killed at any point, the same rows go out
 * again under the same keys.
 * @returns how many rows were settled; undefined where none waits
 * @throws what `send` throws; the rows wait
 */
export async function sendNext(
  db: Database,
  send: SendRows,
  clock: () => Instant,
  signal: AbortSignal,
): Promise<number | undefined> {
  const waiting = await transaction(db, async (tx) => prepare(tx, await waitingRows(tx, BATCH), clock()));
  if (waiting === undefined) return undefined;
  const [first] = waiting.rows;
  if (first === undefined) return waiting.refused;
  let answers: readonly SentRowAnswer[];
  try {
    answers = await send(waiting.rows.map(sentRow), signal);
  } catch (error) {
    // No answer is no fault of the rows. One that can't be used may be: then each is tried alone.
    if (error instanceof SolwayError && error.code === 'source-error')
      await transaction(db, (tx) => settle(tx, waiting.rows, [], clock()));
    throw error;
  }
  await transaction(db, (tx) => settle(tx, waiting.rows, answers, clock()));
  return waiting.refused + answers.length;
}

const keyOf = (row: WaitingRow): string => `${row.load_id}/${row.number}`;

function sentRow(row: WaitingRow): SentRow {
  return {
    key: keyOf(row),
    personId: row.person_id,
    chi: row.chi,
    action: row.action === 'withdraw' ? 'withdraw' : 'set',
  };
}

interface Prepared {
  readonly rows: readonly WaitingRow[];
  /** Rows that no longer may be sent. */
  readonly refused: number;
}

/** Leaves out what the links no longer allow, and puts the rest in the ledger. */
async function prepare(
  tx: Queryable,
  waiting: readonly WaitingRow[],
  at: Instant,
): Promise<Prepared | undefined> {
  const [first] = waiting;
  if (first === undefined) return undefined;
  const refused = waiting.flatMap((row): readonly RowAnswer[] => {
    const reason = refusalOf(row);
    return reason === undefined ? [] : [{ number: row.number, outcome: 'rejected', reason }];
  });
  const rows = waiting.filter((row) => refusalOf(row) === undefined);
  if (refused.length > 0) await recordAnswers(tx, first.load_id, refused, at);
  const unsent = rows.filter((row) => row.sent_at === null);
  await appendEntries(
    tx,
    // A withdrawal gives nothing away that Mosaic does not hold.
    unsent
      .filter((row) => row.action === 'set')
      .map((row) => ({ entry: givenEntry(row, at), chi: row.chi as never })),
  );
  await markRowsSent(
    tx,
    first.load_id,
    unsent.map((row) => row.number),
    at,
  );
  return { rows, refused: refused.length };
}

function refusalOf(row: WaitingRow): OwnReason | undefined {
  if (row.action === 'set') return row.linked ? undefined : 'not-linked';
  return row.linked ? 'link-in-force' : undefined;
}

/** That a CHI number was given to Mosaic, under that number. */
function givenEntry(row: WaitingRow, at: Instant): Entry {
  const name = row.made_by.split(':').at(-1) ?? row.made_by;
  return {
    id: randomUUID(),
    kind: 'export',
    at,
    organisation: row.made_by.split(':')[0] ?? 'solway',
    what: 'extract',
    correlationId: row.load_id,
    personal: {
      user: { id: row.made_by, name },
      subject: {
        identifiers: [
          { system: CHI_SYSTEM, value: row.chi },
          { system: MOSAIC_SYSTEM, value: row.person_id },
        ],
      },
      explanation: 'CHI number given to Mosaic',
    },
  };
}

async function settle(
  tx: Queryable,
  rows: readonly WaitingRow[],
  answers: readonly SentRowAnswer[],
  at: Instant,
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const byKey = new Map(answers.map((answer) => [answer.key, answer]));
  const settled: RowAnswer[] = [];
  const unanswered: number[] = [];
  for (const row of rows) {
    const answer = byKey.get(keyOf(row));
    if (answer !== undefined) {
      const reason = answer.outcome === 'rejected' ? (answer.reason ?? 'not-answered') : null;
      settled.push({ number: row.number, outcome: answer.outcome, reason });
    } else if (row.attempts + 1 >= MOST_ATTEMPTS) {
      const reason: OwnReason = 'not-answered';
      settled.push({ number: row.number, outcome: 'rejected', reason });
    } else unanswered.push(row.number);
  }
  if (unanswered.length > 0) await countAttempt(tx, first.load_id, unanswered);
  await recordAnswers(tx, first.load_id, settled, at);
}
