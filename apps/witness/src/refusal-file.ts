import { appendFileSync, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RefusalReason } from '@solway/ledger';

const MOST_BYTES = 4 * 1024 * 1024;

export interface Refusal {
  /** By the witness's own clock. */
  readonly at: string;
  readonly reason: RefusalReason;
  readonly words: string;
  /** What was offered. */
  readonly signed: unknown;
}

/**
 * Keeps what the log itself signed and this witness refused, in `refused.ndjson`: beside the heads it is the proof of
 * who did what. The same head offered again for the same reason is kept once. At 4 MiB it keeps no more.
 */
export class RefusalFile {
  readonly #path: string;
  #lastKept = '';

  constructor(folder: string) {
    this.#path = join(folder, 'refused.ndjson');
  }

  keep(refusal: Refusal): void {
    const what = JSON.stringify([refusal.reason, refusal.signed]);
    if (what === this.#lastKept) return;
    this.#lastKept = what;
    if (existsSync(this.#path) && statSync(this.#path).size > MOST_BYTES) return;
    appendFileSync(this.#path, `${JSON.stringify(refusal)}\n`, { mode: 0o600 });
  }
}
