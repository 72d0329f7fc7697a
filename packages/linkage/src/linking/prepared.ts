import { performance } from 'node:perf_hooks';
import type { Dialect } from '../dialect/dialect.ts';
import type { PairSides } from '../engine/blocking.ts';
import { keyRules, keySql, type KeyedRule } from '../engine/keys-sql.ts';
import { memoryMb } from '../engine/memory.ts';
import type { Session } from '../engine/session.ts';
import { cleanTable, openTable, type CleanTable } from '../engine/tables.ts';
import type { LinkageWarning } from '../errors.ts';
import type { Plan } from '../settings/compile.ts';
import type { LinkOptions, StepTiming } from './options.ts';

/** Names each step, times it, and tells whoever watches. */
export class Watch {
  readonly timings: StepTiming[] = [];
  readonly #session: Session;
  readonly #tell: LinkOptions['onProgress'];
  readonly #started = performance.now();

  constructor(session: Session, tell: LinkOptions['onProgress']) {
    this.#session = session;
    this.#tell = tell;
  }

  async step<T>(name: string, work: () => Promise<T>): Promise<T> {
    const from = performance.now();
    this.#session.step = name;
    this.#tell?.({ step: name, elapsedMs: from - this.#started, memoryMb: memoryMb() });
    try {
      return await work();
    } finally {
      this.timings.push({ step: name, ms: performance.now() - from });
    }
  }
}

/** Both tables cleaned, checked and keyed. */
export interface Prepared {
  readonly left: CleanTable;
  readonly right: CleanTable | null;
  readonly sides: PairSides;
  readonly rules: {
    readonly blocking: readonly KeyedRule[];
    readonly training: readonly KeyedRule[] | null;
    readonly deterministic: readonly KeyedRule[];
  };
  readonly warnings: LinkageWarning[];
  readonly possiblePairs: number;
}

export async function prepare(
  session: Session,
  watch: Watch,
  plan: Plan,
  options: Pick<LinkOptions, 'left' | 'right'>,
  d: Dialect,
): Promise<Prepared> {
  const rules = {
    blocking: keyRules('key_', plan.blockingRules),
    training: plan.trainingRules ? keyRules('training_key_', plan.trainingRules) : null,
    deterministic: keyRules('sure_key_', plan.deterministicRules),
  };
  const keys = [...rules.blocking, ...(rules.training ?? []), ...rules.deterministic].map((one) =>
    keySql(one, d),
  );
  const left = await watch.step('read and clean left', async () =>
    cleanTable(session, plan, 'left', await openTable(session, 'left', options.left, d), keys, d),
  );
  const { right: input } = options;
  const right =
    input === undefined
      ? null
      : await watch.step('read and clean right', async () =>
          cleanTable(session, plan, 'right', await openTable(session, 'right', input, d), keys, d),
        );
  const n = left.table.rows;
  return {
    left: left.table,
    right: right?.table ?? null,
    sides: { left: left.table.name, right: right?.table.name ?? left.table.name, dedupe: right === null },
    rules,
    warnings: [...left.warnings, ...(right?.warnings ?? [])],
    possiblePairs: right ? n * right.table.rows : (n * (n - 1)) / 2,
  };
}
