import type { KeyObject } from 'node:crypto';
import { SolwayError } from '@solway/kernel';
import {
  type Hash,
  type Head,
  type Keyring,
  keyring,
  LedgerError,
  parseSignedHead,
  type Signature,
  type SignedHead,
  verifyHeadSignature,
  withCountersignature,
} from '@solway/ledger';

/** The other organisation's witness, as this side knows it. */
export interface WitnessRegistration {
  /** Its address, with no slash at the end. */
  readonly url: string;
  /** Its public key: what is not signed by it is not believed. */
  readonly key: KeyObject;
  /** The organisation that runs it, as pages name it. */
  readonly name: string;
}

/** The witness gave no answer that can be used. */
export class WitnessUnheard extends SolwayError<
  'witness-unreachable' | 'witness-answer-invalid' | 'countersignature-wrong'
> {}

export type WitnessAnswer =
  { readonly countersigned: SignedHead } | { readonly refused: string; readonly words: string };

const MOST_BYTES = 64 * 1024;

/** Asks a witness over HTTP. Every answer is held against its key; every question has a deadline. */
export class WitnessClient {
  readonly #url: string;
  readonly #keys: Keyring;
  readonly #deadlineMs: number;

  /** @throws {LedgerError} key-invalid, keys-not-distinct */
  constructor(witness: WitnessRegistration, logKey: KeyObject, deadlineMs = 5000) {
    this.#url = witness.url;
    this.#keys = keyring({ log: [logKey], witness: [witness.key] });
    this.#deadlineMs = deadlineMs;
  }

  /**
   * The newest head that the witness countersigned; null when it says that there is none.
   * @throws {WitnessUnheard}
   */
  async newest(stopping: AbortSignal): Promise<Head | null> {
    const { status, body } = await this.#ask('/head', stopping);
    if (status === 404 && body['code'] === 'no-head') return null;
    if (status !== 200) throw invalid(`the witness answered ${status}`);
    const signed = this.#read(() => parseSignedHead(body['signed']));
    const own = signed.countersignatures.find(({ keyId }) => this.#keys.witness.has(keyId));
    if (own === undefined) throw wrong();
    this.#check(signed.head, own);
    return signed.head;
  }

  /**
   * Offers a head, with the consistency proof from the witness's newest.
   * @throws {WitnessUnheard}
   */
  async offer(
    signed: SignedHead,
    context: { readonly proof: readonly Hash[]; readonly remembered: SignedHead | null },
    stopping: AbortSignal,
  ): Promise<WitnessAnswer> {
    const { status, body } = await this.#ask('/countersign', stopping, { signed, ...context });
    if (status === 409 && typeof body['code'] === 'string') {
      const words = typeof body['message'] === 'string' ? body['message'] : '';
      return { refused: body['code'].slice(0, 60), words: words.slice(0, 300) };
    }
    if (status !== 200) throw invalid(`the witness answered ${status}`);
    const countersigned = this.#read(() =>
      withCountersignature(signed, body['countersignature'] as Signature),
    );
    const given = countersigned.countersignatures.at(-1);
    if (given === undefined) throw wrong();
    this.#check(signed.head, given);
    return { countersigned };
  }

  #check(head: Head, signature: Signature): void {
    try {
      verifyHeadSignature('witness', head, signature, this.#keys.witness);
    } catch (cause) {
      throw wrong(cause);
    }
  }

  #read<T>(read: () => T): T {
    try {
      return read();
    } catch (cause) {
      if (cause instanceof LedgerError || cause instanceof TypeError)
        throw invalid('the witness’s answer is in no known form', cause);
      throw cause;
    }
  }

  async #ask(
    path: string,
    stopping: AbortSignal,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }> {
    let status: number;
    let text: string;
    try {
      const answer = await fetch(this.#url + path, {
        redirect: 'error',
        signal: AbortSignal.any([stopping, AbortSignal.timeout(this.#deadlineMs)]),
        ...(body === undefined
          ? {}
          : {
              method: 'POST',
              headers: { 'content-type': 'application/json' },
              body: JSON.stringify(body),
            }),
      });
      status = answer.status;
      text = await readBounded(answer);
    } catch (cause) {
      if (cause instanceof WitnessUnheard) throw cause;
      throw new WitnessUnheard('witness-unreachable', 'the witness did not answer', { cause });
    }
    return { status, body: readObject(text) };
  }
}

async function readBounded(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw invalid('the witness’s answer has no end');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function readObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch (cause) {
    throw invalid('the witness’s answer is not JSON', cause);
  }
  throw invalid('the witness’s answer is in no known form');
}

function invalid(words: string, cause?: unknown): WitnessUnheard {
  return new WitnessUnheard('witness-answer-invalid', words, { cause });
}

function wrong(cause?: unknown): WitnessUnheard {
  return new WitnessUnheard('countersignature-wrong', 'the countersignature is not one by the witness', {
    cause,
  });
}
