import { type Instant, instantOf, type IsoDate, londonTime } from '@solway/kernel';
import {
  addTally,
  changedRules,
  countUnjudged,
  type Database,
  dayToJudgeAgain,
  endIncident,
  entriesAfter,
  keepFindings,
  keepNight,
  lastNight,
  looksBetween,
  moveWatchCursor,
  noisyRules,
  peerHours,
  type Queryable,
  raiseIncident,
  readFacts,
  readSlowFacts,
  rememberLooks,
  type SlowFacts,
  takeWatch,
  transaction,
  watchCursor,
  type WatchedText,
  withdrawFindings,
} from '@solway/store';
import {
  type Finding,
  type Look,
  NightWatch,
  readItems,
  readLook,
  type RuleSettings,
  settingsOf,
  Tally,
  type Unjudged,
  WARM_UP_MS,
  Watcher,
} from '@solway/watch';
import { repeat } from '../rounds.ts';

export interface WatchingOptions {
  readonly clock: () => Instant;
  /** The party whose looks are judged by the council's record of a person. */
  readonly council: () => string;
  readonly intervalMs?: number;
  readonly onError: (error: unknown) => void;
}

const BATCH = 2000;
const DAY_MS = 86_400_000;
/** The night's judging begins once the day is this long over. */
const NIGHT_AFTER_MS = 3 * 3_600_000;
const PEER_DAYS = 28;
const MOST_EMERGENCY_DAYS = 31;

/** Begins to judge entries as they get their place, and each day over again at night. Nothing waits for it. */
export function startWatching(db: Database, options: WatchingOptions): { stop(): Promise<void> } {
  const watching = new Watching(db, options);
  const { intervalMs = 2000, onError } = options;
  return repeat(
    async (stopping) => {
      while (!stopping.aborted && (await watching.round()) === BATCH);
      if (!stopping.aborted) await watching.night();
      return intervalMs;
    },
    { afterFailureMs: intervalMs, onError },
  );
}

/** The watch of one server. Of several, one judges at a time, each batch in one transaction with its cursor. */
export class Watching {
  readonly #db: Database;
  readonly #options: WatchingOptions;
  #watcher: { readonly upTo: number; readonly memory: Watcher } | undefined;
  #slow: { readonly day: string; readonly facts: SlowFacts } | undefined;

  constructor(db: Database, options: WatchingOptions) {
    this.#db = db;
    this.#options = options;
  }

  /** Judges the next entries. @returns how many were read; 0 where there is nothing, or another server has the watch */
  async round(): Promise<number> {
    return transaction(this.#db, async (tx) => {
      if (!(await takeWatch(tx))) return 0;
      const cursor = await watchCursor(tx);
      const rows = await entriesAfter(tx, cursor, BATCH);
      const last = rows.at(-1);
      if (last === undefined) return 0;
      const settings = settingsOf(await changedRules(tx));
      const read = rows.flatMap((row) => {
        const look = readLook(row);
        return look === undefined ? [] : [{ look, row }];
      });
      const looks = read.map(({ look }) => look);
      const facts = await readFacts(tx, looks, await this.#slowFacts(tx), this.#options.council());
      const memory = await this.#memory(tx, cursor, looks[0]?.at, settings);
      const findings: Finding[] = [];
      const unjudged: (Unjudged & { day: string })[] = [];
      for (const look of looks) {
        const judged = memory.judge(look, facts, settings);
        findings.push(...judged.findings);
        const day = londonTime(look.at).date;
        unjudged.push(...judged.unjudged.map((one) => ({ ...one, day })));
      }
      const tally = new Tally();
      for (const { look, row } of read) {
        const teams = facts.staff(look.organisation, look.userId)?.teams ?? [];
        tally.add(look, readItems(row), teams.length === 1 ? (teams[0] ?? '') : '');
      }
      await addTally(tx, tally.rows());
      await this.#keep(tx, findings);
      await countUnjudged(tx, unjudged);
      await rememberLooks(tx, looks);
      await moveWatchCursor(tx, last.sequence);
      this.#watcher = { upTo: last.sequence, memory };
      return rows.length;
    }).catch((error: unknown) => {
      // What it remembered of a batch that was not kept is not kept either.
      this.#watcher = undefined;
      throw error;
    });
  }

  /** Judges each day that is over against the peers, and again whatever an officer has mended a rule for. */
  async night(): Promise<void> {
    for (let day = await this.#dayDue(); day !== undefined; day = await this.#dayDue()) {
      const due = day;
      if (!(await transaction(this.#db, (tx) => this.#judgeNight(tx, due)))) return;
    }
    for (let again = await dayToJudgeAgain(this.#db); again !== undefined;) {
      const { rule, organisation, day } = again;
      if (!(await transaction(this.#db, (tx) => this.#judgeAgain(tx, { rule, organisation, day })))) return;
      const next = await dayToJudgeAgain(this.#db);
      again = next === undefined || isSameDay(next, again) ? undefined : next;
    }
  }

  /** The next day to judge: the one after the last, or yesterday at the first time. */
  async #dayDue(): Promise<IsoDate | undefined> {
    const over = londonTime(instantOf(Date.parse(this.#options.clock()) - NIGHT_AFTER_MS)).date;
    const last = await lastNight(this.#db);
    const next = last === undefined ? addDays(over, -1) : addDays(last, 1);
    return next < over ? next : undefined;
  }

  async #judgeNight(tx: Queryable, day: IsoDate): Promise<boolean> {
    if (!(await takeWatch(tx))) return false;
    const night = new NightWatch();
    let looks = 0;
    for await (const look of this.#looksOf(tx, day)) {
      night.add(look);
      looks += 1;
    }
    const past = await peerHours(tx, addDays(day, -PEER_DAYS), day);
    await this.#keep(tx, night.judge(past, settingsOf(await changedRules(tx))));
    await keepNight(tx, day, night.history(), looks, this.#options.clock());
    this.#slow = undefined;
    return true;
  }

  /** One rule on one day, from the beginning: what it had found and nobody had touched is found again or is gone. */
  async #judgeAgain(
    tx: Queryable,
    of: { readonly rule: string; readonly organisation: string; readonly day: IsoDate },
  ): Promise<boolean> {
    if (!(await takeWatch(tx))) return false;
    await withdrawFindings(tx, of);
    const settings = settingsOf(await changedRules(tx));
    const slow = await this.#slowFacts(tx);
    const memory = new Watcher();
    const findings: Finding[] = [];
    for await (const looks of batches(this.#looksOf(tx, of.day))) {
      const facts = await readFacts(tx, looks, slow, this.#options.council());
      for (const look of looks) {
        const judged = memory.judge(look, facts, settings).findings;
        findings.push(
          ...judged.filter((one) => one.rule === of.rule && one.organisation === of.organisation),
        );
      }
    }
    await this.#keep(tx, findings);
    return true;
  }

  async *#looksOf(tx: Queryable, day: IsoDate): AsyncGenerator<Look> {
    const cursor = await watchCursor(tx);
    // A day of Scotland's begins up to an hour before UTC's.
    const from = instantOf(Date.parse(`${day}T00:00:00Z`) - 3_600_000);
    const to = instantOf(Date.parse(`${day}T00:00:00Z`) + DAY_MS);
    for await (const row of looksBetween(tx, { from, to, through: cursor })) {
      const look = readLook(row);
      if (look !== undefined && londonTime(look.at).date === day) yield look;
    }
  }

  async #keep(tx: Queryable, findings: readonly Finding[]): Promise<void> {
    if (findings.length === 0) return;
    const { beyond } = await keepFindings(tx, findings, this.#options.clock());
    const noisy = await noisyRules(tx);
    if (beyond.size > 0)
      await raiseIncident(
        tx,
        'watch-rule-noisy',
        { rules: [...new Set(noisy.map((one) => one.rule))] },
        this.#options.clock(),
      );
    else if (noisy.length === 0) await endIncident(tx, 'watch-rule-noisy', this.#options.clock());
  }

  async #slowFacts(tx: Queryable): Promise<SlowFacts> {
    const day = londonTime(this.#options.clock()).date;
    if (this.#slow?.day !== day)
      this.#slow = { day, facts: await readSlowFacts(tx, addDays(day, -PEER_DAYS)) };
    return this.#slow.facts;
  }

  /** What the watcher remembers; made anew from the ledger after a start, or where another server had the watch. */
  async #memory(
    tx: Queryable,
    cursor: number,
    firstAt: Instant | undefined,
    settings: RuleSettings,
  ): Promise<Watcher> {
    if (this.#watcher?.upTo === cursor) return this.#watcher.memory;
    const memory = new Watcher();
    if (firstAt === undefined) return memory;
    const at = Date.parse(firstAt);
    const warm = async (rows: AsyncIterable<WatchedText>): Promise<void> => {
      for await (const looks of batches(looksIn(rows))) {
        const facts = await readFacts(tx, looks, await this.#slowFacts(tx), this.#options.council());
        for (const look of looks) memory.judge(look, facts, settings);
      }
    };
    const period = { to: instantOf(at + DAY_MS), through: cursor };
    await warm(
      looksBetween(
        tx,
        { ...period, from: instantOf(at - MOST_EMERGENCY_DAYS * DAY_MS), to: instantOf(at - WARM_UP_MS) },
        ['break-glass'],
      ),
    );
    await warm(looksBetween(tx, { ...period, from: instantOf(at - WARM_UP_MS) }));
    return memory;
  }
}

async function* looksIn(rows: AsyncIterable<WatchedText>): AsyncGenerator<Look> {
  for await (const row of rows) {
    const look = readLook(row);
    if (look !== undefined) yield look;
  }
}

async function* batches(looks: AsyncIterable<Look>): AsyncGenerator<readonly Look[]> {
  let batch: Look[] = [];
  for await (const look of looks) {
    batch.push(look);
    if (batch.length === BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

function addDays(day: string, days: number): IsoDate {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10) as IsoDate;
}

function isSameDay(a: { rule: string; organisation: string; day: string }, b: typeof a): boolean {
  return a.rule === b.rule && a.organisation === b.organisation && a.day === b.day;
}
