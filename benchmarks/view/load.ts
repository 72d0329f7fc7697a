/** Works through a list, so many at once. */
export async function spread<T, R>(
  work: readonly T[],
  width: number,
  act: (one: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: width }, async () => {
      while (next < work.length) {
        const at = next++;
        results[at] = await act(work[at] as T);
      }
    }),
  );
  return results;
}

/** Works through a list at a fixed rate, whether or not the earlier ones have come back. */
export async function atRate<T>(
  work: readonly T[],
  perSecond: number,
  act: (one: T) => Promise<unknown>,
): Promise<void> {
  const started = performance.now();
  const under: Promise<unknown>[] = [];
  for (const [index, one] of work.entries()) {
    const wait = started + (index * 1000) / perSecond - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    under.push(act(one));
  }
  await Promise.all(under);
}

export function quantile(list: readonly number[], q: number): number {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? NaN;
}

export function median(list: readonly number[]): number {
  return quantile(list, 0.5);
}
