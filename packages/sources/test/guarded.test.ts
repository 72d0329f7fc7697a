import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  type BreakerState,
  guarded,
  type GuardedFetch,
  type Source,
  type SourceAnswer,
} from '../src/index.ts';

const ANSWERED: SourceAnswer = {
  state: 'answered',
  entries: [],
  freshness: { kind: 'live', asOf: '2026-11-20T09:30:00.000Z' as never },
  setAside: [],
  unknownCodes: [],
  truncated: false,
  personMarks: [],
};
const DOWN: SourceAnswer = { state: 'unavailable', because: 'source-down', detail: 'refused' };
const BROKEN: SourceAnswer = { state: 'unavailable', because: 'source-error', detail: 'two Patients' };

/** A source whose every answer the test gives by hand. */
class HandSource implements Source {
  readonly name = 'Hand';
  readonly items = new Set(['allergies'] as const);
  readonly asked: { readonly signal: AbortSignal; answer: (answer: SourceAnswer) => void }[] = [];
  always: SourceAnswer | undefined;
  throws = false;

  fetch(_item: unknown, { signal }: { readonly signal: AbortSignal }): Promise<never> {
    const { promise, resolve } = Promise.withResolvers<SourceAnswer>();
    this.asked.push({ signal, answer: resolve });
    if (this.throws) throw new Error('a broken adapter');
    if (this.always !== undefined) resolve(this.always);
    return promise as Promise<never>;
  }

  isReachable(): Promise<boolean> {
    return new Promise(() => undefined);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

describe('a guarded source', () => {
  let hand: HandSource;
  let states: BreakerState[];
  let answers: GuardedFetch[];
  const guard = (overrides: Partial<Parameters<typeof guarded>[1]> = {}) =>
    guarded(hand, {
      deadlineMs: 2_000,
      concurrency: { atOnce: 2, waiting: 1 },
      breaker: { failuresInARow: 3, openMs: 10_000 },
      onStateChange: (state) => states.push(state),
      onAnswer: (answer) => answers.push(answer),
      ...overrides,
    });
  const request = (signal = new AbortController().signal) => ({ personId: '1', limit: 10, signal });

  beforeEach(() => {
    vi.useFakeTimers();
    hand = new HandSource();
    states = [];
    answers = [];
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('passes an answer on, and tells how long it took', async () => {
    hand.always = ANSWERED;
    expect(await guard().fetch('allergies', request())).toBe(ANSWERED);
    expect(answers).toMatchObject([{ source: 'Hand', item: 'allergies', outcome: 'answered' }]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('answers timeout at the deadline, though the source ignores its signal', async () => {
    const answer = guard().fetch('allergies', request());
    await vi.advanceTimersByTimeAsync(1_999);
    expect(answers).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await answer).toMatchObject({ state: 'unavailable', because: 'timeout' });
    expect(hand.asked.map((one) => one.signal.aborted)).toEqual([true]);
  });

  test('opens after so many failures in a row, and then answers at once without asking', async () => {
    hand.always = DOWN;
    const source = guard();
    for (let i = 0; i < 3; i += 1) await source.fetch('allergies', request());
    expect(states).toEqual(['open']);
    expect(source.breakerState).toBe('open');
    expect(await source.fetch('allergies', request())).toMatchObject({ because: 'source-down' });
    expect(hand.asked).toHaveLength(3);
  });

  test('timeouts open it as well', async () => {
    const source = guard();
    for (let i = 0; i < 3; i += 1) {
      const answer = source.fetch('allergies', request());
      await vi.advanceTimersByTimeAsync(2_000);
      await answer;
    }
    expect(states).toEqual(['open']);
  });

  test("so does the caller's own deadline, which is shorter than the guard's", async () => {
    const source = guard();
    for (let i = 0; i < 3; i += 1) {
      const controller = new AbortController();
      const answer = source.fetch('allergies', request(controller.signal));
      await vi.advanceTimersByTimeAsync(1);
      controller.abort(new DOMException('too slow', 'TimeoutError'));
      expect(await answer).toMatchObject({ because: 'timeout' });
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(states).toEqual(['open']);
  });

  test('failures with a success between them do not open it', async () => {
    const source = guard();
    for (const always of [DOWN, DOWN, ANSWERED, DOWN, DOWN]) {
      hand.always = always;
      await source.fetch('allergies', request());
    }
    expect(states).toEqual([]);
  });

  test('an error of one record, or a person not found, never opens it', async () => {
    const source = guard();
    for (const because of ['source-error', 'person-not-found'] as const) {
      hand.always = { ...BROKEN, because };
      for (let i = 0; i < 10; i += 1) await source.fetch('allergies', request());
    }
    expect(states).toEqual([]);
  });

  test('callers who leave never open it, and are answered at once', async () => {
    const source = guard();
    for (let i = 0; i < 10; i += 1) {
      const controller = new AbortController();
      const answer = source.fetch('allergies', request(controller.signal));
      await vi.advanceTimersByTimeAsync(0);
      controller.abort();
      expect(await answer).toMatchObject({ because: 'timeout', detail: 'the caller left' });
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(states).toEqual([]);
    expect(hand.asked).toHaveLength(10);
  });

  describe('when it has been open for its time', () => {
    async function opened() {
      hand.always = DOWN;
      const source = guard();
      for (let i = 0; i < 3; i += 1) await source.fetch('allergies', request());
      await vi.advanceTimersByTimeAsync(10_000);
      return source;
    }

    test('one probe that is answered closes it', async () => {
      const source = await opened();
      hand.always = ANSWERED;
      expect(await source.fetch('allergies', request())).toBe(ANSWERED);
      expect(states).toEqual(['open', 'half-open', 'closed']);
    });

    test('one probe that fails opens it for as long again', async () => {
      const source = await opened();
      await source.fetch('allergies', request());
      expect(states).toEqual(['open', 'half-open', 'open']);
      expect(await source.fetch('allergies', request())).toMatchObject({ because: 'source-down' });
      expect(hand.asked).toHaveLength(4);
    });

    test('a page that comes at once sends one probe, and is answered whole when that succeeds', async () => {
      const source = await opened();
      hand.always = undefined;
      const page = Promise.all([1, 2].map(() => source.fetch('allergies', request())));
      await vi.advanceTimersByTimeAsync(0);
      expect(hand.asked).toHaveLength(4);
      hand.always = ANSWERED;
      hand.asked.at(-1)?.answer(ANSWERED);
      expect(await page).toEqual([ANSWERED, ANSWERED]);
    });

    test('a probe whose caller leaves does not close it', async () => {
      const source = await opened();
      hand.always = undefined;
      const controller = new AbortController();
      const answer = source.fetch('allergies', request(controller.signal));
      await vi.advanceTimersByTimeAsync(0);
      controller.abort();
      await answer;
      await vi.advanceTimersByTimeAsync(0);
      expect(source.breakerState).toBe('open');
    });
  });

  test('asks for no more at once than it may; one waits, and the rest are told at once', async () => {
    const source = guard();
    const all = [1, 2, 3, 4].map(() => source.fetch('allergies', request()));
    await vi.advanceTimersByTimeAsync(0);
    expect(hand.asked).toHaveLength(2);
    expect(await all[3]).toMatchObject({
      because: 'source-down',
      detail: expect.stringContaining('waiting') as string,
    });
    hand.asked[0]?.answer(ANSWERED);
    await vi.advanceTimersByTimeAsync(0);
    expect(hand.asked).toHaveLength(3);
    expect(states).toEqual([]);
  });

  test('one who left while waiting is not asked about any more', async () => {
    const source = guard();
    const controller = new AbortController();
    void source.fetch('allergies', request());
    void source.fetch('allergies', request());
    const waiting = source.fetch('allergies', request(controller.signal));
    controller.abort();
    expect(await waiting).toMatchObject({ because: 'timeout' });
    hand.asked[0]?.answer(ANSWERED);
    await vi.advanceTimersByTimeAsync(0);
    expect(hand.asked).toHaveLength(2);
  });

  test('an adapter or a watcher that throws breaks nothing', async () => {
    hand.throws = true;
    const source = guard({
      onAnswer: () => {
        throw new Error('a broken watcher');
      },
    });
    expect(await source.fetch('allergies', request())).toMatchObject({ because: 'source-error' });
  });

  test('a reachability check ends at the deadline', async () => {
    const reachable = guard().isReachable(new AbortController().signal);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await reachable).toBe(false);
  });
});
