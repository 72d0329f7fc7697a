import { createHash, randomUUID } from 'node:crypto';
import {
  type AckError,
  acknowledge,
  batchOf,
  decodeMessage,
  frame,
  Hl7Error,
  type Hl7Message,
  parseMessage,
  readRegisterChange,
  segment,
  splitFrame,
  timeStamp,
  valueOf,
} from '@solway/hl7v2';
import type { Rescoring } from '@solway/identity';
import type { Instant } from '@solway/kernel';
import { type Database, type FeedMessageRow, storeFeedMessage } from '@solway/store';
import { carryOut } from './carry-out.ts';
import { hl7CodeOf, wordsOf } from './reasons.ts';

export interface Receiving {
  readonly db: Database;
  /** Reads the register's names the first time that it is asked for. */
  readonly rescoring: () => Promise<Rescoring>;
  readonly clock: () => Instant;
  readonly onError: (error: unknown) => void;
}

/**
 * Takes one frame: each message in it is stored, and then carried out, before it is acknowledged. What comes back is
 * to be sent as it is. AA: carried out, or known to need nothing. AE: stored, and for a steward to look into. AR: not
 * stored, and the sender still has it.
 */
export async function receiveFrame(receiving: Receiving, bytes: Buffer): Promise<Buffer> {
  const { messages, batch, announced } = splitFrame(bytes);
  if (messages.length === 0) return framed(receiving, [await refuseWhole(receiving, bytes)], false);
  const answers: string[] = [];
  for (const message of messages) answers.push(await receiveMessage(receiving, message));
  // Fewer than were announced: the rest of the batch was lost on its way, and the sender has to know.
  if (announced !== undefined && announced > messages.length)
    answers.push(answerTo(receiving, undefined, 'AR', errorOf('batch-incomplete')));
  return framed(receiving, answers, batch);
}

/** The answer to a frame that can't be taken at all. */
export function refuseFrame(receiving: Pick<Receiving, 'clock'>, reason: string): Buffer {
  return frame(answerTo(receiving, undefined, 'AR', errorOf(reason)));
}

function framed({ clock }: Pick<Receiving, 'clock'>, answers: readonly string[], batch: boolean): Buffer {
  if (batch) return frame(batchOf(answers, timeStamp(clock())));
  return Buffer.concat(answers.map((answer) => frame(answer)));
}

/** A frame without any message in it is kept, for somebody to look at. */
async function refuseWhole(receiving: Receiving, bytes: Buffer): Promise<string> {
  return keep(receiving, undefined, bytes, 'header-missing');
}

async function receiveMessage(receiving: Receiving, bytes: Buffer): Promise<string> {
  let message: Hl7Message | undefined;
  try {
    message = parseMessage(decodeMessage(bytes).text);
    readRegisterChange(message);
  } catch (error) {
    if (!(error instanceof Hl7Error)) throw error;
    return keep(receiving, message, bytes, error.code, error.location);
  }
  return take(receiving, message, bytes);
}

/** Stored for a steward with its reason, and the sender is told. */
async function keep(
  receiving: Receiving,
  message: Hl7Message | undefined,
  bytes: Buffer,
  reason: string,
  location?: string,
): Promise<string> {
  const stored = await store(receiving, message, bytes, reason);
  if (stored === undefined) return answerTo(receiving, message, 'AR', errorOf('not-stored'));
  return answerTo(receiving, message, 'AE', errorOf(reason, location));
}

async function take(receiving: Receiving, message: Hl7Message, bytes: Buffer): Promise<string> {
  const stored = await store(receiving, message, bytes);
  if (stored === undefined) return answerTo(receiving, message, 'AR', errorOf('not-stored'));
  let { state, reason } = stored as Pick<FeedMessageRow, 'state' | 'reason'>;
  if (state === 'stored') {
    try {
      const done = await carryOut(receiving.db, await receiving.rescoring(), stored.id, receiving.clock);
      if (done !== undefined) {
        ({ state } = done);
        reason = 'reason' in done ? done.reason : null;
      }
    } catch (error) {
      // It is stored, so it is ours: it is tried again without the sender.
      receiving.onError(error);
    }
  }
  if (state !== 'rejected') return answerTo(receiving, message, 'AA');
  return answerTo(receiving, message, 'AE', errorOf(reason ?? 'not-stored'));
}

async function store(
  receiving: Receiving,
  message: Hl7Message | undefined,
  bytes: Buffer,
  reason?: string,
): Promise<(FeedMessageRow & { readonly fresh: boolean }) | undefined> {
  const header = message && segment(message, 'MSH');
  const value = (field: number, place = 1): string =>
    message === undefined ? '' : storable(valueOf(message, header, field, place));
  const change = message !== undefined && reason === undefined ? readRegisterChange(message) : undefined;
  try {
    return await storeFeedMessage(receiving.db, {
      sender: [value(3), value(4)].filter((one) => one !== '').join(' '),
      controlId: value(10),
      // What a protected identity was is not to be found again by its digest.
      digest:
        change?.protected === true
          ? createHash('sha256')
              .update(`${value(10)} ${value(7)}`)
              .digest('hex')
          : createHash('sha256').update(bytes).digest('hex'),
      // Not even what can't be carried out may join a protected identity to another.
      raw: reason !== undefined && message !== undefined && isProtected(message) ? null : bytes,
      kind: [value(9), value(9, 2)].filter((one) => one !== '').join('^'),
      ...(change?.at === undefined ? {} : { eventAt: change.at }),
      receivedAt: receiving.clock(),
      ...(reason === undefined ? {} : { reason }),
    });
  } catch (error) {
    receiving.onError(error);
    return undefined;
  }
}

function isProtected(message: Hl7Message): boolean {
  return message.segments.some(
    (one) => one.name === 'PD1' && valueOf(message, one, 12).toUpperCase() === 'Y',
  );
}

const storable = (text: string): string => text.replaceAll(/\p{Cc}/gu, ' ').slice(0, 100);

function errorOf(code: string, location?: string): AckError {
  return { code, location, hl7Code: hl7CodeOf(code), words: wordsOf(code) };
}

function answerTo(
  { clock }: Pick<Receiving, 'clock'>,
  message: Hl7Message | undefined,
  code: 'AA' | 'AE' | 'AR',
  error?: AckError,
): string {
  return acknowledge(message, {
    code,
    controlId: randomUUID().slice(0, 20),
    at: timeStamp(clock()),
    ...(error === undefined ? {} : { error }),
  });
}
