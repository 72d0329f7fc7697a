import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Instant, instantOf } from '@solway/kernel';
import { parseSignedHead, signHead, type Verification, verifyExport } from '@solway/ledger';
import { appendEntry, type Database, openIncidents, sequenceLeaves } from '@solway/store';
import { buildServer } from '../../witness/src/server.ts';
import { Witness } from '../../witness/src/witness.ts';
import { Countersigner, type CountersignerOptions } from '../src/countersigner.ts';
import { exportLedger } from '../src/ledger-export.ts';

export const LOG_ID = 'https://solway.example';

/** A real witness on a port of its own, in a folder of its own. */
export class RunningWitness {
  readonly folder: string;
  readonly refused: string[] = [];
  readonly #nowMs: () => number;
  readonly #logKey: KeyObject;
  #witness!: Witness;
  #app!: ReturnType<typeof buildServer>;
  #port = 0;

  private constructor(folder: string, logKey: KeyObject, nowMs: () => number) {
    this.folder = folder;
    this.#logKey = logKey;
    this.#nowMs = nowMs;
  }

  static async start(folder: string, logKey: KeyObject, nowMs: () => number): Promise<RunningWitness> {
    const running = new RunningWitness(folder, logKey, nowMs);
    await running.startAgain();
    return running;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get key(): KeyObject {
    return this.#witness.key.public;
  }

  get size(): number {
    return this.#witness.newest?.head.treeSize ?? 0;
  }

  get heads(): readonly ReturnType<typeof parseSignedHead>[] {
    const lines = readFileSync(join(this.folder, 'heads.ndjson'), 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => parseSignedHead((JSON.parse(line) as { signed: unknown }).signed));
  }

  async startAgain(): Promise<void> {
    const settings = { folder: this.folder, logId: LOG_ID, logKeys: [this.#logKey], nowMs: this.#nowMs };
    this.#witness = new Witness(settings);
    this.#app = buildServer(this.#witness, {
      refused: (reason) => this.refused.push(reason),
      failed: (error) => this.refused.push(String(error)),
    });
    await this.#app.listen({ port: this.#port, host: '127.0.0.1' });
    this.#port = (this.#app.server.address() as { port: number }).port;
  }

  async stop(): Promise<void> {
    await this.#app.close();
    this.#witness.close();
  }
}

const TABLES = ['ledger_entry', 'ledger_node', 'ledger_head', 'ledger_accumulator'];

/** A ledger in a real database, with the hands of an operator who may do anything in it. */
export class WitnessedLedger {
  readonly db: Database;
  readonly folder = mkdtempSync(join(tmpdir(), 'solway-witnessed-'));
  readonly logKey: KeyObject;
  nowMs = Date.UTC(2026, 10, 23, 10);
  witness!: RunningWitness;
  #entries = 0;
  #exports = 0;
  #countersigner: Countersigner | undefined;

  private constructor(db: Database) {
    this.db = db;
    this.logKey = generateKeyPairSync('ed25519').privateKey;
  }

  static async start(db: Database): Promise<WitnessedLedger> {
    const ledger = new WitnessedLedger(db);
    await db.query(`truncate ${TABLES.join(', ')}, incident`);
    ledger.witness = await ledger.anotherWitness('witness');
    return ledger;
  }

  readonly clock = (): Instant => instantOf(this.nowMs);

  anotherWitness(name: string): Promise<RunningWitness> {
    return RunningWitness.start(join(this.folder, name), this.logKey, () => this.witnessNowMs ?? this.nowMs);
  }

  /** The witness's clock, where it is not ours. */
  witnessNowMs: number | undefined;

  async append(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) {
      this.#entries += 1;
      this.nowMs += 1000;
      await appendEntry(this.db, {
        id: randomUUID(),
        kind: 'launch-refused',
        at: this.clock(),
        organisation: 'nhs',
        reason: 'expired',
        client: `client ${this.#entries}`,
        personal: { user: { id: 'nurse', name: `Nurse ${this.#entries}` } },
      });
    }
  }

  async sequence(limit = 1000): Promise<void> {
    await sequenceLeaves(this.db, {
      logId: LOG_ID,
      limit,
      at: this.clock(),
      sign: (head) => signHead(head, this.logKey),
    });
  }

  countersigner(over: Partial<CountersignerOptions> = {}): Countersigner {
    return new Countersigner(this.db, {
      witness: { url: this.witness.url, key: this.witness.key, name: 'The board' },
      key: this.logKey,
      clock: this.clock,
      lateMs: 60_000,
      checkMs: 0,
      onError: (error) => {
        throw error;
      },
      ...over,
    });
  }

  /** One round of asking the witness. */
  async ask(): Promise<void> {
    this.#countersigner ??= this.countersigner();
    await this.#countersigner.round(new AbortController().signal);
  }

  /** So many entries, given their places and countersigned. */
  async grow(count: number): Promise<void> {
    await this.append(count);
    await this.sequence();
    await this.ask();
  }

  async incidents(): Promise<Readonly<Record<string, unknown>>> {
    const open = await openIncidents(this.db);
    return Object.fromEntries(open.map(({ kind, detail }) => [kind, detail['reason'] ?? detail['trouble']]));
  }

  /** What an auditor finds in an export made now. With `heads`, beside the witness's own copies. */
  async verify(
    options: { heads?: RunningWitness['heads']; witnesses?: readonly KeyObject[]; month?: string } = {},
  ): Promise<Verification> {
    this.#exports += 1;
    const out = join(this.folder, `export-${this.#exports}.ndjson`);
    await exportLedger(this.db, { out, month: options.month, at: this.clock() });
    const trusted = { log: [this.logKey], witness: options.witnesses ?? [this.witness.key] };
    return verifyExport([readFileSync(out)], trusted, {
      logId: LOG_ID,
      nowMs: this.nowMs,
      readEntries: true,
      ...(options.heads === undefined ? {} : { knownHeads: options.heads }),
    });
  }

  /** As a backup does: the four tables as they are now. */
  async backUp(name: string): Promise<void> {
    for (const table of TABLES) await this.db.query(`create table ${name}_${table} as table ${table}`);
  }

  async restore(name: string): Promise<void> {
    await this.db.query(`truncate ${TABLES.join(', ')}`);
    for (const table of TABLES) await this.db.query(`insert into ${table} table ${name}_${table}`);
  }

  async close(): Promise<void> {
    await this.witness.stop();
    const kept = await this.db.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public' and tablename like '%\\_ledger\\_%'`,
    );
    for (const { name } of kept.rows) await this.db.query(`drop table ${name}`);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
