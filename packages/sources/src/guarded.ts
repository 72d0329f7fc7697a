import {
  bulkhead,
  BulkheadRejectedError,
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
} from 'cockatiel';
import type { ItemType } from '@solway/record';
import type { Source, SourceAnswer, SourceRequest } from './port.ts';

export interface GuardOptions {
  /** The longest any answer takes, waiting in the queue included. */
  readonly deadlineMs: number;
  readonly concurrency: { readonly atOnce: number; readonly waiting: number };
  readonly breaker: {
    /** Opens after this many failures in a row: timeouts, and a source that is down; not errors of one record. */
    readonly failuresInARow: number;
    /** Open for this long, then one fetch is let through as a probe. */
    readonly openMs: number;
  };
  readonly onStateChange?: (state: BreakerState, source: string) => void;
  /** Called once for each fetch when it is answered. */
  readonly onAnswer?: (answered: GuardedFetch) => void;
}

export type BreakerState = 'closed' | 'open' | 'half-open';

export interface GuardedFetch {
  readonly source: string;
  readonly item: ItemType;
  readonly outcome: 'answered' | Unavailable['because'];
  readonly tookMs: number;
}

export interface GuardedSource extends Source {
  readonly breakerState: BreakerState;
}

type Unavailable = Extract<SourceAnswer, { state: 'unavailable' }>;

/** Neither a success nor a failure of the source: its caller left, or the queue was full. */
class SaysNothingOfTheSource extends Error {
  readonly answer: Unavailable;

  constructor(answer: Unavailable) {
    super(answer.detail);
    this.answer = answer;
  }
}

/**
 * A source that can't hold a page up or be overrun: a deadline, bounded concurrency with a bounded queue, and a
 * circuit breaker. While the breaker is open every fetch is answered `source-down` at once.
 */
export function guarded(source: Source, options: GuardOptions): GuardedSource {
  const breaker = circuitBreaker(
    // A probe that ends without a verdict must not close the breaker.
    handleWhen(
      (error) => error instanceof SaysNothingOfTheSource && breaker.state === CircuitState.HalfOpen,
    ).orWhenResult((answer) => isFailure(answer as SourceAnswer)),
    {
      halfOpenAfter: options.breaker.openMs,
      breaker: new ConsecutiveBreaker(options.breaker.failuresInARow),
    },
  );
  const room = bulkhead(options.concurrency.atOnce, options.concurrency.waiting);
  breaker.onStateChange((state) => tell(() => options.onStateChange?.(nameOf(state), source.name)));

  async function fetch<Item extends ItemType>(
    item: Item,
    request: SourceRequest,
  ): Promise<SourceAnswer<Item>> {
    const started = performance.now();
    const deadline = new Deadline(options.deadlineMs, request.signal);
    try {
      const answer = await Promise.race([throughBreaker(item, request, deadline), deadline.passed]);
      tell(() =>
        options.onAnswer?.({
          source: source.name,
          item,
          outcome: answer.state === 'answered' ? 'answered' : answer.because,
          tookMs: performance.now() - started,
        }),
      );
      return answer;
    } finally {
      deadline.end();
    }
  }

  async function throughBreaker<Item extends ItemType>(
    item: Item,
    request: SourceRequest,
    deadline: Deadline,
  ): Promise<SourceAnswer<Item>> {
    try {
      return await breaker.execute(() => inTheRoom(item, request, deadline));
    } catch (error) {
      if (error instanceof SaysNothingOfTheSource) return error.answer;
      if (error instanceof BrokenCircuitError) return down('not asked: it has failed several times in a row');
      return {
        state: 'unavailable',
        because: 'source-error',
        detail: 'the adapter broke its promise and threw',
      };
    }
  }

  async function inTheRoom<Item extends ItemType>(
    item: Item,
    request: SourceRequest,
    deadline: Deadline,
  ): Promise<SourceAnswer<Item>> {
    try {
      return await room.execute(async () => {
        if (deadline.signal.aborted) throw new SaysNothingOfTheSource(await deadline.passed);
        const answer = await Promise.race([
          source.fetch(item, { ...request, signal: deadline.signal }),
          deadline.passed,
        ]);
        if (deadline.callerLeft) throw new SaysNothingOfTheSource(await deadline.passed);
        return answer;
      });
    } catch (error) {
      if (!(error instanceof BulkheadRejectedError)) throw error;
      throw new SaysNothingOfTheSource(down('not asked: too many fetches are waiting for it already'));
    }
  }

  return {
    name: source.name,
    items: source.items,
    fetch,
    get breakerState() {
      return nameOf(breaker.state);
    },
    async isReachable(signal) {
      const deadline = new Deadline(options.deadlineMs, signal);
      try {
        return await Promise.race([
          source.isReachable(deadline.signal).catch(() => false),
          deadline.passed.then(() => false),
        ]);
      } finally {
        deadline.end();
      }
    },
    close: () => source.close(),
  };
}

/** One fetch's end: our own clock, or the caller's signal, whichever is first. */
class Deadline {
  readonly passed: Promise<Unavailable>;
  /** The caller went away of its own accord, which says nothing of the source; a caller's own timeout does. */
  callerLeft = false;
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #caller: AbortSignal;
  readonly #onCaller: () => void;

  constructor(deadlineMs: number, caller: AbortSignal) {
    const { promise, resolve } = Promise.withResolvers<Unavailable>();
    this.passed = promise;
    this.#caller = caller;
    const end = (detail: string): void => {
      resolve({ state: 'unavailable', because: 'timeout', detail });
      this.#controller.abort();
    };
    this.#onCaller = () => {
      const reason: unknown = caller.reason;
      this.callerLeft = !(reason instanceof Error && reason.name === 'TimeoutError');
      end(this.callerLeft ? 'the caller left' : "no answer by the caller's deadline");
    };
    this.#timer = setTimeout(() => end(`no answer in ${deadlineMs} ms`), deadlineMs);
    if (caller.aborted) this.#onCaller();
    else caller.addEventListener('abort', this.#onCaller, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#caller.removeEventListener('abort', this.#onCaller);
  }
}

function isFailure(answer: SourceAnswer): boolean {
  return answer.state === 'unavailable' && (answer.because === 'timeout' || answer.because === 'source-down');
}

function down(detail: string): Unavailable {
  return { state: 'unavailable', because: 'source-down', detail };
}

function nameOf(state: CircuitState): BreakerState {
  switch (state) {
    case CircuitState.Closed:
      return 'closed';
    case CircuitState.HalfOpen:
      return 'half-open';
    case CircuitState.Open:
    case CircuitState.Isolated:
      return 'open';
  }
}

/** A watcher that throws is the watcher's trouble, never the page's. */
function tell(watcher: () => void): void {
  try {
    watcher();
  } catch {
    // Nothing to be done here.
  }
}
