import { duckdb } from '../dialect/duckdb.ts';
import { countRules, makePairs, recordOnLargestBlock } from '../engine/blocking.ts';
import { usualMemoryLimitMb } from '../engine/memory.ts';
import { Session } from '../engine/session.ts';
import { compile } from '../settings/compile.ts';
import { parseSettings } from '../settings/parse.ts';
import type { LinkOptions } from './options.ts';
import { prepare, Watch } from './prepared.ts';

export interface BlockingAnalysis {
  readonly rule: string;
  /** Pairs that meet the rule, counted without making them. */
  readonly pairs: number;
  readonly largestBlock: number;
  /** The id of a record on the largest block. */
  readonly largestBlockRecord: string | null;
  /** Pairs that no earlier rule brings; null where making them would pass the settings' cap. */
  readonly added: number | null;
}

/** What each blocking rule brings and adds, before anything is compared. @throws LinkageError */
export async function blockingAnalysis(
  options: Pick<LinkOptions, 'left' | 'right' | 'settings'>,
): Promise<BlockingAnalysis[]> {
  const plan = compile(parseSettings(options.settings));
  const { engine, blocking } = plan.settings;
  await using session = await Session.open({
    ...engine,
    memoryLimitMb: engine.memoryLimitMb ?? usualMemoryLimitMb(),
  });
  const prepared = await prepare(session, new Watch(session, undefined), plan, options, duckdb);
  const rules = prepared.rules.blocking;
  const counts = await countRules(session, rules, prepared.sides, duckdb);
  const total = counts.reduce((sum, one) => sum + one.pairs, 0);
  const added =
    total > blocking.maxPairs ? null : await makePairs(session, 'pairs', rules, prepared.sides, duckdb);
  const analysis: BlockingAnalysis[] = [];
  for (const [i, one] of counts.entries()) {
    const largestBlockRecord = await recordOnLargestBlock(session, rules[i]!, prepared.sides, duckdb);
    analysis.push({ ...one, largestBlockRecord, added: added?.[i] ?? null });
  }
  return analysis;
}
