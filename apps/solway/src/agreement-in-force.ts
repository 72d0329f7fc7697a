import { readFileSync } from 'node:fs';
import { type Agreement, compile, digest, parseAgreement } from '@solway/agreement';
import type { AgreementInForce } from '@solway/disclosure';
import { type Instant, SolwayError } from '@solway/kernel';
import { agreementInForce, type Database } from '@solway/store';

class AgreementTextError extends SolwayError<'agreement-text-invalid' | 'agreement-text-altered'> {}

/** @throws {AgreementTextError} naming each problem and its line */
export function readAgreementText(text: string): Agreement {
  const parsed = parseAgreement(text);
  if (parsed.ok) return parsed.agreement;
  const problems = parsed.problems.map((one) => `line ${one.line}: ${one.message} (${one.code})`);
  throw new AgreementTextError(
    'agreement-text-invalid',
    `the agreement can't be read:\n  ${problems.join('\n  ')}`,
  );
}

/** The agreement that ships for the demonstration. */
export function demonstrationAgreement(): string {
  return readFileSync(new URL(import.meta.resolve('@solway/agreement/demonstration.yaml')), 'utf8');
}

/**
 * Holds the compiled agreement and looks every so often whether another has come into force. A request reads it
 * once, so none sees half of each. When the database can't be asked for longer than `staleMs`, nothing is in force:
 * an agreement that may have ended grants nothing.
 */
export class AgreementWatch {
  #held: { readonly value: AgreementInForce | undefined; readonly readAt: number } = {
    value: undefined,
    readAt: 0,
  };
  readonly #db: Database;
  readonly #clock: () => Instant;
  readonly #staleMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(db: Database, clock: () => Instant, options: { readonly staleMs?: number } = {}) {
    this.#db = db;
    this.#clock = clock;
    this.#staleMs = options.staleMs ?? 60_000;
  }

  readonly current = (): AgreementInForce | undefined => {
    const age = Date.parse(this.#clock()) - this.#held.readAt;
    return age <= this.#staleMs ? this.#held.value : undefined;
  };

  async refresh(): Promise<void> {
    const at = this.#clock();
    const row = await agreementInForce(this.#db, at);
    const same = row !== undefined && this.#held.value?.digest === row.digest;
    const value = row === undefined ? undefined : same ? this.#held.value : compiledFrom(row);
    this.#held = { value, readAt: Date.parse(at) };
  }

  watch(everyMs: number, onError: (error: unknown) => void): void {
    this.#timer = setInterval(() => void this.refresh().catch(onError), everyMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

/** @throws {AgreementTextError} where the text that is held is not the one that was signed */
function compiledFrom(row: { readonly text: string; readonly digest: string }): AgreementInForce {
  const agreement = readAgreementText(row.text);
  if (digest(agreement) !== row.digest)
    throw new AgreementTextError(
      'agreement-text-altered',
      'the text in force is not the one that was signed',
    );
  return { compiled: compile(agreement), digest: row.digest };
}
