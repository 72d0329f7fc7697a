/**
 * Does `round` again and again until stopped, never two at once. A round says how long to wait before the next, in
 * milliseconds; one that fails is told of, and waits for `afterFailureMs`.
 */
export function repeat(
  round: (stopping: AbortSignal) => Promise<number>,
  options: { readonly afterFailureMs: number; readonly onError: (error: unknown) => void },
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void>;

  const go = async (): Promise<void> => {
    let waitMs = options.afterFailureMs;
    try {
      waitMs = await round(stopping.signal);
    } catch (error) {
      if (!stopping.signal.aborted) options.onError(error);
    }
    if (stopping.signal.aborted) return;
    timer = setTimeout(() => {
      running = go();
    }, waitMs);
  };
  running = go();
  return {
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
