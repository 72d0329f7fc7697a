import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ItemType } from '@solway/record';
import type { Source, SourceAnswer } from '../../src/index.ts';

/** What an adapter's tests set up so that the contract can be held against it. */
export interface SourceHarness {
  readonly source: Source;
  readonly persons: {
    /** Has at least one entry of every item. */
    readonly full: string;
    /** Is known, and has nothing recorded of `items.many`. */
    readonly bare: string;
    /** Is marked as restricted, and has something recorded of `items.many`. */
    readonly restricted: string;
    /** Has `count` records of `items.many`. */
    readonly many: { readonly personId: string; readonly count: number };
    readonly nobody: string;
  };
  readonly items: { readonly many: ItemType };
  readonly freshness: 'live' | 'copy';
  /** The source from here on: */
  readonly faults: {
    heal(): void | Promise<void>;
    down(): void | Promise<void>;
    /** Takes the question and says nothing. */
    stall(): void | Promise<void>;
    /** Ends every answer in the middle. */
    cut(): void | Promise<void>;
    /** Answers about somebody else when this item is asked for. */
    lie(item: ItemType): void | Promise<void>;
    /** Answers with these bytes in place of its own, or woven into them. */
    garble(bytes: Uint8Array): void | Promise<void>;
  };
  /** How many questions the source is working on at this moment. */
  underWay(): Promise<number>;
  stop(): Promise<void>;
}

function answered(answer: SourceAnswer): Extract<SourceAnswer, { state: 'answered' }> {
  if (answer.state !== 'answered') throw new Error(`${answer.because}: ${answer.detail}`);
  return answer;
}

/** What every source must do, whatever stands behind it. An adapter's tests call this with a harness of its own. */
export function contractSuite(name: string, makeHarness: () => Promise<SourceHarness>): void {
  describe(`${name} keeps the source contract`, () => {
    let harness: SourceHarness;
    beforeAll(async () => {
      harness = await makeHarness();
    });
    afterEach(async () => {
      await harness.faults.heal();
    });
    afterAll(async () => {
      await harness.stop();
    });

    const ask = (
      item: ItemType,
      personId: string,
      { signal = new AbortController().signal, limit = 20 } = {},
    ): Promise<SourceAnswer> => harness.source.fetch(item, { personId, signal, limit });

    async function until(condition: (underWay: number) => boolean): Promise<void> {
      await expect
        .poll(async () => condition(await harness.underWay()), { timeout: 10_000, interval: 5 })
        .toBe(true);
    }

    test('every item it names is answered with entries that have ids and no two alike', async () => {
      expect(harness.source.items.size).toBeGreaterThan(0);
      for (const item of harness.source.items) {
        const answer = answered(await ask(item, harness.persons.full));
        const ids = answer.entries.map((entry) => entry.id);
        expect({ item, some: ids.length > 0, alike: ids.length - new Set(ids).size }).toEqual({
          item,
          some: true,
          alike: 0,
        });
        expect(answer.setAside).toEqual([]);
      }
    });

    test('all items asked for at once are answered as they are one by one', async () => {
      const items = [...harness.source.items];
      const together = await Promise.all(items.map((item) => ask(item, harness.persons.full)));
      const apart: SourceAnswer[] = [];
      for (const item of items) apart.push(await ask(item, harness.persons.full));
      expect(together.map((one) => answered(one).entries)).toEqual(apart.map((one) => answered(one).entries));
    });

    test('says how fresh the answer is, and never claims a time to come', async () => {
      const answer = answered(await ask(harness.items.many, harness.persons.full));
      expect(answer.freshness.kind).toBe(harness.freshness);
      expect(Date.parse(answer.freshness.asOf)).toBeLessThanOrEqual(Date.now());
    });

    test('nothing recorded is an answer without entries', async () => {
      expect(await ask(harness.items.many, harness.persons.bare)).toMatchObject({
        state: 'answered',
        entries: [],
        setAside: [],
        truncated: false,
        personMarks: [],
      });
    });

    test('a person whom the source does not hold is not found, whatever is asked', async () => {
      for (const item of harness.source.items) {
        const answer = await ask(item, harness.persons.nobody);
        expect({ item, ...answer }).toMatchObject({
          item,
          state: 'unavailable',
          because: 'person-not-found',
        });
      }
    });

    test('an identifier that is none at all is never an answer', async () => {
      for (const personId of ['', ' ', "1' or '1'='1", '1|2', '1,2', '../Patient', 'é', '9'.repeat(40)])
        expect(await ask(harness.items.many, personId)).toMatchObject({ state: 'unavailable' });
    });

    test('the marks on a restricted person come with the answer', async () => {
      const answer = await ask(harness.items.many, harness.persons.restricted);
      expect(answer).toMatchObject({ state: 'answered', personMarks: ['restricted-person'] });
    });

    test('no more entries than the limit, and truncated says that there are more', async () => {
      const { personId, count } = harness.persons.many;
      const some = await ask(harness.items.many, personId, { limit: 3 });
      expect(some).toMatchObject({ state: 'answered', truncated: true });
      expect(some.state === 'answered' && some.entries).toHaveLength(3);
      const all = await ask(harness.items.many, personId, { limit: count });
      expect(all).toMatchObject({ state: 'answered', truncated: false });
      expect(all.state === 'answered' && all.entries).toHaveLength(count);
    });

    test('an item of somebody else is refused, not made up', async () => {
      const foreign: ItemType = harness.source.items.has('allergies') ? 'care-packages' : 'allergies';
      expect(await ask(foreign, harness.persons.full)).toMatchObject({
        state: 'unavailable',
        because: 'source-error',
      });
    });

    test('a source that says nothing is given up at the signal, and nothing is left running', async () => {
      await harness.faults.stall();
      const controller = new AbortController();
      const answer = ask(harness.items.many, harness.persons.full, { signal: controller.signal });
      await until((underWay) => underWay > 0);
      controller.abort();
      expect(await answer).toMatchObject({ state: 'unavailable', because: 'timeout' });
      await until((underWay) => underWay === 0);
    });

    test('a signal that is already over asks the source nothing', async () => {
      expect(
        await ask(harness.items.many, harness.persons.full, { signal: AbortSignal.abort() }),
      ).toMatchObject({ state: 'unavailable', because: 'timeout' });
      expect(await harness.underWay()).toBe(0);
    });

    test('one fetch given up takes no other with it', async () => {
      const controller = new AbortController();
      const items = [...harness.source.items].slice(0, 6);
      const kept = items.map((item) => ask(item, harness.persons.many.personId));
      const dropped = ask(harness.items.many, harness.persons.many.personId, { signal: controller.signal });
      controller.abort();
      expect(await dropped).toMatchObject({ state: 'unavailable', because: 'timeout' });
      for (const answer of await Promise.all(kept)) expect(answer.state).toBe('answered');
    });

    test('a source that is down is down, and answers again when it is back', async () => {
      await harness.faults.down();
      const controller = new AbortController();
      expect(await ask(harness.items.many, harness.persons.full)).toMatchObject({
        state: 'unavailable',
        because: 'source-down',
      });
      expect(await harness.source.isReachable(controller.signal)).toBe(false);
      await harness.faults.heal();
      expect(await harness.source.isReachable(controller.signal)).toBe(true);
      expect(await ask(harness.items.many, harness.persons.full)).toMatchObject({ state: 'answered' });
    });

    test('half an answer is no answer', async () => {
      await harness.faults.cut();
      const answer = await ask(harness.items.many, harness.persons.many.personId);
      expect(answer.state).toBe('unavailable');
    });

    test('what is about another person is never shown', async () => {
      for (const item of harness.source.items) {
        await harness.faults.lie(item);
        const answer = await ask(item, harness.persons.full);
        const told = answer.state === 'answered' ? answer.setAside : [];
        expect({
          item,
          shown: answer.state === 'answered' ? answer.entries : [],
          said: answer.state === 'answered' ? told.length > 0 : answer.because !== 'timeout',
          otherwise: told.filter((one) => one.code !== 'wrong-person' || one.entryShown),
        }).toEqual({ item, shown: [], said: true, otherwise: [] });
      }
    });

    test('it never rejects and never breaks, whatever bytes come back', async () => {
      const items = [...harness.source.items];
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.nat(), async (bytes, choice) => {
          await harness.faults.garble(bytes);
          const [item = harness.items.many] = items.slice(choice % items.length);
          const answer = await ask(item, harness.persons.full, { signal: AbortSignal.timeout(50) });
          expect(['answered', 'unavailable']).toContain(answer.state);
        }),
        { numRuns: 30, seed: 2 },
      );
      await harness.faults.heal();
      expect(await ask(harness.items.many, harness.persons.full)).toMatchObject({ state: 'answered' });
    });

    test('no detail holds a word of the record', async () => {
      await harness.faults.cut();
      for (const item of harness.source.items) {
        const answer = await ask(item, harness.persons.full);
        expect(JSON.stringify(answer)).not.toContain(harness.persons.full);
      }
    });
  });
}
