import { countReviewCases } from '@solway/store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { JEAN, JOAN, StewardScene } from './steward-scene.ts';

// Several at once, a screen that is stale, and a transaction that fails.

let fresh: FreshDatabase;
let scene: StewardScene;
beforeAll(async () => {
  fresh = await freshDatabase();
  scene = await StewardScene.create(fresh.db);
});
afterAll(() => fresh.drop());
beforeEach(() => scene.begin());

describe('two stewards at once', () => {
  it('never get the same person by going on, and the second can read and not decide', async () => {
    await scene.person('501');
    await scene.person('502');
    const first = await scene.pair('501', JEAN, { at: 1 });
    await scene.pair('502', JOAN, { at: 2 });
    const [one, two] = [await scene.open(), await scene.open('other-steward', 'Second Steward')];
    await one.next();
    await two.next();
    expect(one.field('choice')).toBe(first);
    expect(two.field('choice')).not.toBe(first);
    const taken = one.field('case');
    await two.post('/steward/open', { case: taken });
    expect(two.body).toContain('First Steward is deciding this');
    expect(two.body).not.toContain('name="screen"');
    await two.post('/steward/decide', {
      case: taken,
      screen: one.field('screen'),
      act: 'link',
      choice: first,
    });
    expect(two.status).toBe(409);
    expect(two.body).toContain('Another steward is deciding this');
    expect(await scene.linkState(first)).toBe('under-review');
  });

  it('a claim that has run out is anybody’s', async () => {
    await scene.person('501');
    const link = await scene.pair('501', JEAN);
    await (await scene.open()).next();
    const two = await scene.open('other-steward', 'Second Steward');
    expect((await two.next()).title).toContain('Matching to CHI');
    scene.scene.nowMs += 11 * 60_000;
    await two.next();
    await two.decide('link', { choice: link });
    expect(await scene.linkState(link)).toBe('in-force');
  });

  it('of many decisions on one screen exactly one is made', async () => {
    await scene.person('501');
    const link = await scene.pair('501', JEAN);
    const steward = await (await scene.open()).next();
    const form = {
      view: steward.view,
      case: steward.field('case'),
      screen: steward.field('screen'),
      choice: link,
    };
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        scene.post(
          '/steward/decide',
          { ...form, act: i % 2 === 0 ? 'link' : 'not-a-link' },
          { cookie: steward.cookie },
        ),
      ),
    );
    expect(answers.filter((one) => one.statusCode === 200)).toHaveLength(1);
    expect(answers.filter((one) => one.statusCode === 409)).toHaveLength(7);
    const decisions = (await scene.entries()).filter(
      ({ entry }) => entry.kind === 'review' && ['linked', 'not-a-link'].includes(entry.outcome),
    );
    expect(decisions).toHaveLength(1);
  });
});

describe('a screen that is stale', () => {
  it.each([
    ['the link was judged meanwhile', `update link set state = 'undone', changed_at = now()`],
    ['the council’s record changed', `update council_person set surname = 'Smythe'`],
    ['the register changed', `update chi_person set death_date = '2026-11-01'`],
    [
      'another record was linked to the candidate',
      `insert into link select gen_random_uuid(), '999', chi, 'in-force', 1, '{}', null, 'x', now() from link`,
    ],
  ])('is refused with a page and nothing changed: %s', async (_, change) => {
    await scene.person('501');
    const link = await scene.pair('501', JEAN);
    const steward = await (await scene.open()).next();
    await scene.db.query(change);
    const before = [await scene.linkState(link), await scene.kinds()];
    await steward.decide('link', { choice: link });
    expect(steward.status).toBe(409);
    expect(steward.body).toContain('Something has changed since you opened this');
    expect([await scene.linkState(link), await scene.kinds()]).toEqual(before);
  });
});

it('a decision waits for a report that is being written, and is then refused', async () => {
  await scene.person('501');
  const link = await scene.pair('501', JEAN);
  const steward = await (await scene.open()).next();
  const reporting = await scene.db.connect();
  await reporting.query('begin');
  await reporting.query(`update link set state = 'suspended', changed_at = now()`);
  let answered = false;
  const decided = steward.decide('link', { choice: link }).then(() => (answered = true));
  await expect
    .poll(
      async () =>
        (
          await scene.db.query(
            `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
          )
        ).rowCount,
    )
    .toBe(1);
  expect(answered).toBe(false);
  await reporting.query('commit');
  reporting.release();
  await decided;
  expect(steward.status).toBe(409);
  expect(await scene.linkState(link)).toBe('suspended');
  expect(await scene.kinds()).not.toContain('link-made');
});

describe('one transaction', () => {
  it('a decision that fails at its ledger entry leaves the link, the case and the tasks as they were', async () => {
    await scene.person('501');
    const link = await scene.pair('501', JEAN);
    const steward = await (await scene.open()).next();
    const before = await scene.kinds();
    await scene.db.query(
      `create function refuse() returns trigger language plpgsql as $$ begin
         if new.kind = 'link-made' then raise exception 'the disk is full'; end if; return new; end $$;
       create trigger refuse before insert on ledger_entry for each row execute function refuse()`,
    );
    try {
      await steward.decide('link', { choice: link });
      expect(steward.status).toBe(500);
    } finally {
      await scene.db.query('drop trigger refuse on ledger_entry; drop function refuse');
    }
    expect(await scene.linkState(link)).toBe('under-review');
    expect(await scene.kinds()).toEqual(before);
    expect(await countReviewCases(scene.db)).toMatchObject([{ waiting: 1 }]);
  });

  it('a connection that dies between the link and the commit leaves nothing', async () => {
    await scene.person('501');
    const link = await scene.pair('501', JEAN);
    const steward = await (await scene.open()).next();
    // The last statement of the transaction ends its own connection: as a kill at that instant would.
    await scene.db.query(
      `create function die() returns trigger language plpgsql as $$ begin
         if new.decided_at is not null then perform pg_terminate_backend(pg_backend_pid()); end if; return new; end $$;
       create trigger die before update on review_case for each row execute function die()`,
    );
    try {
      await steward.decide('link', { choice: link });
      expect(steward.status).toBe(500);
    } finally {
      await scene.db.query('drop trigger die on review_case; drop function die');
    }
    expect(await scene.linkState(link)).toBe('under-review');
    expect(await scene.kinds()).not.toContain('link-made');
  });
});
