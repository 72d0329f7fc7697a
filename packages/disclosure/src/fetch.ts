import type { ItemType } from '@solway/record';
import type { Source, SourceAnswer } from '@solway/sources';
import type { WalkLimits } from './walk.ts';

export interface ItemAnswer {
  readonly item: ItemType;
  readonly answer: SourceAnswer;
  readonly elapsedMs: number;
}

/**
 * Step 5: only what was granted, all at once, each within the one deadline. A source that doesn't keep its own
 * deadline is not waited for.
 */
export async function fetchItems(
  source: Source,
  personIds: readonly string[],
  items: readonly ItemType[],
  limits: WalkLimits,
  traceparent: string | undefined,
): Promise<readonly ItemAnswer[]> {
  if (items.length === 0) return [];
  const started = performance.now();
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<SourceAnswer>((resolve) => {
    timer = setTimeout(() => {
      abort.abort();
      resolve({
        state: 'unavailable',
        because: 'timeout',
        detail: 'no answer within the deadline of the page',
      });
    }, limits.sourceDeadlineMs);
  });
  const ask = async (item: ItemType, personId: string): Promise<SourceAnswer> => {
    try {
      const request = { personId, signal: abort.signal, limit: limits.entriesPerItem };
      return await source.fetch(item, traceparent === undefined ? request : { ...request, traceparent });
    } catch {
      // A source must not reject; one that does is still only one panel.
      return { state: 'unavailable', because: 'source-error', detail: 'the adapter failed' };
    }
  };
  const answers = items.map(async (item): Promise<ItemAnswer> => {
    const parts = await Promise.all(personIds.map((personId) => Promise.race([ask(item, personId), late])));
    return { item, answer: joinAnswers(parts), elapsedMs: performance.now() - started };
  });
  try {
    return await Promise.all(answers);
  } finally {
    clearTimeout(timer);
  }
}

/** A person whom the source holds twice is answered from both records, or not at all: half would read as whole. */
function joinAnswers(parts: readonly SourceAnswer[]): SourceAnswer {
  const [first, ...rest] = parts;
  if (first === undefined)
    return { state: 'unavailable', because: 'person-not-found', detail: 'nobody was asked for' };
  return rest.reduce((left, right): SourceAnswer => {
    if (left.state === 'unavailable') return left;
    if (right.state === 'unavailable') return right;
    return {
      state: 'answered',
      entries: [...left.entries, ...right.entries],
      freshness: left.freshness.asOf <= right.freshness.asOf ? left.freshness : right.freshness,
      setAside: [...left.setAside, ...right.setAside],
      unknownCodes: [...left.unknownCodes, ...right.unknownCodes],
      truncated: left.truncated || right.truncated,
      personMarks: [...left.personMarks, ...right.personMarks],
    };
  }, first);
}
