import type { KeyObject } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import {
  canonicalText,
  considerHead,
  countersign,
  type Hash,
  type HeadOffer,
  keyring,
  parseSignedHead,
  type RefusalReason,
  type Signature,
  type SignedHead,
  verifySignedHead,
} from '@solway/ledger';
import { WitnessError } from './error.ts';
import { HeadMemory } from './head-memory.ts';
import { openOwnKey, type OwnKey } from './own-key.ts';
import { RefusalFile } from './refusal-file.ts';

export interface WitnessSettings {
  /** The witness's own folder: its key and the heads it has countersigned. Nobody else writes to it. */
  readonly folder: string;
  readonly logId: string;
  /** The log's public keys; more than one for a key that was replaced. */
  readonly logKeys: readonly KeyObject[];
  /** The witness's own clock, milliseconds since 1970. */
  readonly nowMs: () => number;
  /** How far ahead of that clock a head may be; a minute unless said. */
  readonly aheadMs?: number;
}

export type Answer =
  { readonly countersignature: Signature } | { readonly refused: RefusalReason; readonly words: string };

/** One log's witness. Everything in it is done at once, in the order in which it was asked. */
export class Witness {
  readonly key: OwnKey;
  readonly #settings: WitnessSettings;
  readonly #memory: HeadMemory;
  readonly #refusals: RefusalFile;
  readonly #logKeys: ReadonlyMap<Hash, KeyObject>;
  readonly #ownKeys: ReadonlyMap<Hash, KeyObject>;

  /**
   * Opens the folder, or begins one. Throws WitnessError witness-memory-invalid, witness-key-missing,
   * witness-key-invalid; LedgerError key-invalid, keys-not-distinct for the log's keys.
   */
  constructor(settings: WitnessSettings) {
    this.#settings = settings;
    mkdirSync(settings.folder, { recursive: true, mode: 0o700 });
    this.#memory = new HeadMemory(settings.folder);
    this.#refusals = new RefusalFile(settings.folder);
    this.key = openOwnKey(settings.folder, this.#memory.last !== null);
    const ring = keyring({ log: settings.logKeys, witness: [this.key.public] });
    this.#logKeys = ring.log;
    this.#ownKeys = ring.witness;
    const { last } = this.#memory;
    if (last === null) return;
    try {
      if (last.head.logId === settings.logId && verifySignedHead(last, ring) === 'countersigned') return;
    } catch (cause) {
      throw new WitnessError('witness-memory-invalid', 'the last head kept is not one this witness signed', {
        cause,
      });
    }
    throw new WitnessError('witness-memory-invalid', 'the last head kept is not one this witness signed');
  }

  /** The newest head that it countersigned, with its signature; null before the first. */
  get newest(): SignedHead | null {
    return this.#memory.last;
  }

  /** Considers what came from outside. The head is on the disk before its signature is given away. */
  consider(offered: unknown): Answer {
    const offer = readOffer(offered);
    const last = this.#memory.last;
    const considered = considerHead(last?.head ?? null, offer, {
      logId: this.#settings.logId,
      logKeys: this.#logKeys,
      ownKeys: this.#ownKeys,
      nowMs: this.#settings.nowMs(),
      aheadMs: this.#settings.aheadMs ?? 60_000,
    });
    if (considered.decision === 'refuse') {
      const { reason, words } = considered;
      if (isEvidence(reason)) this.#keepRefusal(reason, words, offer.signed);
      return { refused: reason, words };
    }
    const { head } = considered;
    const countersignature = countersign(head, this.key.private);
    if (last === null || canonicalText(last.head) !== canonicalText(head)) {
      const { signature } = parseSignedHead(offer.signed);
      this.#memory.keep({ head, signature, countersignatures: [countersignature] });
    }
    return { countersignature };
  }

  close(): void {
    this.#memory.close();
  }

  #keepRefusal(reason: RefusalReason, words: string, signed: unknown): void {
    const at = new Date(this.#settings.nowMs()).toISOString();
    this.#refusals.keep({ at, reason, words, signed });
  }
}

/** Whether the log's own signature stands under what was refused: anybody can offer anything else. */
function isEvidence(reason: RefusalReason): boolean {
  switch (reason) {
    case 'malformed':
    case 'not-signed-by-log':
    case 'other-log':
      return false;
    case 'from-the-future':
    case 'time-backwards':
    case 'smaller':
    case 'same-size-other-root':
    case 'not-consistent':
    case 'witness-behind':
      return true;
  }
}

function readOffer(offered: unknown): HeadOffer {
  const fields = (typeof offered === 'object' && offered !== null ? offered : {}) as Record<string, unknown>;
  // Whatever the proof is, the judgement reads it as what it should be, and refuses what is none.
  return {
    signed: fields['signed'],
    proof: (fields['proof'] ?? []) as readonly Hash[],
    remembered: fields['remembered'] ?? null,
  };
}
