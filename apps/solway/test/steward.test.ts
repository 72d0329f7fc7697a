import { FIRST_MODEL, runMatch } from '@solway/identity';
import { instantOf } from '@solway/kernel';
import { countReviewCases, reviewWorklist } from '@solway/store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { COUNCIL, JEAN, JOAN, StewardScene } from './steward-scene.ts';

let fresh: FreshDatabase;
let scene: StewardScene;
beforeAll(async () => {
  fresh = await freshDatabase();
  scene = await StewardScene.create(fresh.db);
});
afterAll(() => fresh.drop());
beforeEach(() => scene.begin());

const HOSTILE = `"><img src=x onerror=alert(1)><script>alert(2)</script>`;

/** A nurse sees the summary, so that there is something to expose; the report that follows stops the link. */
async function nurseLooks(report: boolean): Promise<void> {
  const launched = await scene.launch(
    scene.orion,
    { id: 'nurse', name: 'A Nurse', role: 'community-nurse' },
    { view: 'summary', subject: { chi: JEAN, birthDate: '1945-07-14' } },
  );
  const { handle } = launched.json<{ handle: string }>();
  const page = await scene.post('/view', { handle }, { origin: 'http://localhost:8081' });
  const cookie = String(page.headers['set-cookie']).split(';')[0]!;
  const view = /name="view" value="([^"]+)"/.exec(page.body)![1]!;
  if (report) await scene.post('/view/not-my-patient', { view, reason: 'somebody-else' }, { cookie });
}

describe('the worklist', () => {
  it('puts protection and children first, then stopped links, then close runners-up, then the rest; oldest first', async () => {
    const rows: [string, object, object][] = [
      ['1', {}, { because: 'below-link-threshold', at: 1000 }],
      ['2', {}, { because: 'runner-up-too-close', at: 2000 }],
      ['3', {}, { state: 'suspended', at: 3000 }],
      ['4', { context: 'child' }, { because: 'below-link-threshold', at: 4000 }],
      ['5', { protection: true }, { at: 3500 }],
      ['6', {}, { because: 'below-link-threshold', at: 500 }],
    ];
    for (const [id, person, pair] of rows) {
      await scene.person(id, person);
      await scene.pair(id, JEAN, pair);
    }
    const list = await reviewWorklist(scene.db, { userId: 'steward', organisation: COUNCIL }, { limit: 10 });
    expect(list.map((row) => row.person_id)).toEqual(['5', '4', '3', '2', '6', '1']);
    expect(await countReviewCases(scene.db)).toMatchObject([
      { place: 'protection', waiting: 2 },
      { place: 'reported', waiting: 1 },
      { place: 'close', waiting: 1 },
      { place: 'below', waiting: 2 },
    ]);
    const steward = await scene.open();
    expect(steward.title).toBe('Matching to CHI: 6 waiting');
    await steward.post('/steward', { place: 'below' });
    expect([...steward.body.matchAll(/Mosaic (\d)/g)].map((match) => match[1])).toEqual(['6', '1']);
  });

  it('goes on page by page without leaving anybody out', async () => {
    for (let i = 0; i < 60; i += 1) {
      await scene.person(String(1000 + i));
      await scene.pair(String(1000 + i), JEAN, { because: 'below-link-threshold', at: i });
    }
    const steward = await scene.open();
    const seen: string[] = [];
    for (;;) {
      seen.push(...[...steward.body.matchAll(/Mosaic (\d{4})/g)].map((match) => match[1]!));
      const after = steward.field('after');
      if (after === '') break;
      await steward.post('/steward', { after });
    }
    expect(seen).toEqual(Array.from({ length: 60 }, (_, i) => String(1000 + i)));
  });
});

describe('a decision', () => {
  it('links: in force, every other candidate undone, and the ledger says who confirmed it', async () => {
    await scene.person('501');
    const jean = await scene.pair('501', JEAN);
    const joan = await scene.pair('501', JOAN, { weight: 4 });
    const steward = await (await scene.open()).next();
    expect(steward.body).toContain('SMITH, Jean');
    await steward.decide('link', { choice: jean });
    expect(steward.body).toContain(`Jean Smith is linked to CHI 140745 1243.`);
    expect(await scene.linkState(jean)).toBe('in-force');
    expect(await scene.linkState(joan)).toBe('undone');
    const entries = await scene.entries();
    expect(entries.map(({ entry }) => [entry.kind, 'outcome' in entry ? entry.outcome : ''])).toEqual(
      expect.arrayContaining([
        ['review', 'opened'],
        ['review', 'linked'],
        ['link-made', ''],
        ['link-undone', ''],
      ]),
    );
    expect(entries.find(({ entry }) => entry.kind === 'link-made')).toMatchObject({
      entry: { method: 'confirmed', linkId: jean, by: { organisation: COUNCIL, role: 'data-steward' } },
      personal: { user: { id: 'steward', name: 'First Steward' } },
    });
    expect(await countReviewCases(scene.db)).toEqual([]);
  });

  it('says "not a link": the pair can not come back by itself, and stands above the model', async () => {
    await scene.person('501', { protection: true });
    await runMatch(scene.db, FIRST_MODEL, instantOf(1000));
    const steward = await (await scene.open()).next();
    await steward.decide('not-a-link', { choice: 'all', note: 'A twin' });
    await scene.person('501', { protection: false });
    await runMatch(scene.db, FIRST_MODEL, instantOf(2000));
    const links = await scene.db.query<{ state: string }>('select state from link where person_id = $1', [
      '501',
    ]);
    expect(new Set(links.rows.map((row) => row.state))).toEqual(new Set(['undone']));
    expect(await countReviewCases(scene.db)).toEqual([]);
  });

  it('a link that a steward confirmed is left as it is by every later run', async () => {
    await scene.person('501');
    const joan = await scene.pair('501', JOAN, { weight: 4 });
    const steward = await (await scene.open()).next();
    await steward.decide('link', { choice: joan });
    await runMatch(scene.db, FIRST_MODEL, instantOf(2000));
    const links = await scene.db.query('select chi, state, made_by from link');
    expect(links.rows).toEqual([{ chi: JOAN, state: 'in-force', made_by: `${COUNCIL}:steward` }]);
  });

  it('asks for more: the note is kept, and the case waits after all others until something happens', async () => {
    await scene.person('501', { context: 'child' });
    await scene.person('502');
    await scene.pair('501', JEAN, { at: 1000 });
    await scene.pair('502', JEAN, { because: 'below-link-threshold', at: 2000 });
    const steward = await (await scene.open()).next();
    await steward.decide('need-more', { note: '' });
    expect(steward.status).toBe(400);
    await (await steward.next()).decide('need-more', { note: 'Ask the school\r\nabout her address' });
    expect(steward.body).toContain('waits for more');
    expect(await countReviewCases(scene.db)).toMatchObject([{ place: 'below' }, { place: 'deferred' }]);
    await scene.pair('501', JOAN, { at: Date.now() + 60_000 });
    expect(await countReviewCases(scene.db)).toMatchObject([{ place: 'protection' }, { place: 'below' }]);
    const again = await (await scene.open()).next();
    expect(again.body).toContain('Ask the school');
  });

  it('links a second record to a number that is linked already, with a warning before and a task after', async () => {
    await scene.person('501');
    await scene.person('502', { forenames: 'Jeannie' });
    await scene.pair('501', JEAN, { state: 'in-force' });
    const second = await scene.pair('502', JEAN);
    const steward = await (await scene.open()).next();
    expect(steward.body).toContain('Already linked to SMITH, Jean, Mosaic 501');
    await steward.decide('link', { choice: second });
    const tasks = await scene.db.query('select kind, person_ids from task where done_at is null');
    expect(tasks.rows).toEqual([{ kind: 'duplicate-council-records', person_ids: ['502', '501'] }]);
  });
});

describe('a link that a practitioner stopped', () => {
  it('waits with who stopped it and why, and is reinstated in one step', async () => {
    await scene.person('501');
    const link = await scene.pair('501', JEAN, { state: 'in-force' });
    await nurseLooks(true);
    expect(await scene.linkState(link)).toBe('suspended');
    const steward = await (await scene.open()).next();
    expect(steward.body).toContain('A Nurse (community nurse');
    expect(steward.body).toContain('This record is about somebody else');
    await steward.decide('link', { choice: link });
    expect(steward.body).toContain('is in force again');
    expect(await scene.linkState(link)).toBe('in-force');
    const tasks = await scene.db.query('select done_by from task');
    expect(tasks.rows).toEqual([{ done_by: `${COUNCIL}:steward` }]);
  });

  it('is undone with a reason, and the report lists who saw what through it, and nothing else', async () => {
    await scene.person('501');
    await scene.person('777');
    const link = await scene.pair('501', JEAN, { state: 'in-force' });
    await nurseLooks(false);
    await nurseLooks(true);
    const steward = await (await scene.open()).next();
    await steward.decide('undo', { choice: link, reason: '' });
    expect(steward.status).toBe(400);
    expect(await scene.linkState(link)).toBe('suspended');
    await (
      await steward.next()
    ).decide('undo', { choice: link, reason: 'different-people', note: 'Two Jeans' });
    expect(steward.title).toBe('Exposure report');
    expect(steward.body).toContain('2 pages shown to 1 person');
    expect(steward.body).toContain('A Nurse');
    expect(steward.body).toContain('Two Jeans');
    expect(await scene.linkState(link)).toBe('undone');
    const entries = await scene.entries();
    expect(entries.find(({ entry }) => entry.kind === 'link-undone')).toMatchObject({
      entry: { linkId: link, reason: 'different-people', disclosures: 2 },
    });
    expect(entries.at(-1)).toMatchObject({ entry: { kind: 'export', what: 'report' } });
    expect((await scene.db.query('select 1 from task where done_at is null')).rowCount).toBe(0);
    // Looks through another link of the same number are not in it.
    const other = await scene.pair('777', JEAN, { state: 'in-force' });
    await nurseLooks(false);
    await steward.post('/steward/exposure', { link });
    expect(steward.body).toContain('2 pages shown');
    await steward.post('/steward/find', { number: '777' });
    await steward.post('/steward/exposure', { link: other });
    expect(steward.body).toContain('1 page shown');
  });

  it('a report about two records stays open until both are settled', async () => {
    for (const id of ['501', '502']) {
      await scene.person(id);
      await scene.pair(id, JEAN, { state: 'in-force' });
    }
    await nurseLooks(true);
    const open = () => scene.db.query('select 1 from task where done_at is null');
    const steward = await (await scene.open()).next();
    await steward.decide('undo', { choice: steward.field('choice'), reason: 'mixed-record' });
    expect((await open()).rowCount).toBe(1);
    await steward.next();
    await steward.decide('link', { choice: steward.field('choice') });
    expect((await open()).rowCount).toBe(0);
  });

  it('a link that stands is found by either number, and undone', async () => {
    await scene.person('501');
    const link = await scene.pair('501', JEAN, { state: 'in-force' });
    const steward = await scene.open();
    await steward.post('/steward/find', { number: '140745 1243' });
    expect(steward.title).toContain('SMITH, Jean');
    await steward.decide('undo', { choice: link, reason: 'details-wrong' });
    expect(await scene.linkState(link)).toBe('undone');
    await steward.post('/steward/find', { number: `501'; drop table link` });
    expect(steward.body).toContain('No link was found');
  });
});

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
      ({ entry }) => entry.kind === 'review' && entry.outcome !== 'opened',
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

describe('hostile input', () => {
  it('stays text on the worklist, on the person’s page and in the report', async () => {
    await scene.person('501', {
      surname: HOSTILE,
      forenames: HOSTILE,
      known_as: HOSTILE,
      title: HOSTILE,
      previous_surnames: [HOSTILE],
      addresses: [{ address: HOSTILE, postcode: HOSTILE, current: true }],
      chi_held: HOSTILE,
    });
    await scene.db.query(
      'update chi_person set surname = $1, forenames = array[$1], gp_practice = $1, address = $1',
      [HOSTILE],
    );
    const link = await scene.pair('501', JEAN);
    await scene.db.query('update link set explanation = $1', [
      JSON.stringify({ fields: [{ field: HOSTILE, level: HOSTILE, weight: 3 }] }),
    ]);
    const pages: string[] = [];
    const steward = await scene.open();
    pages.push(steward.body);
    pages.push((await steward.next()).body);
    await steward.decide('need-more', { note: HOSTILE });
    pages.push(steward.body, (await steward.next()).body);
    pages.push((await steward.post('/steward/exposure', { link })).body);
    for (const html of pages) {
      expect(html).toContain('onerror=alert(1)');
      expect(html).not.toContain('<img');
      expect(html).not.toMatch(/<script(?![^>]* src=)/);
      expect(html).not.toMatch(/="[^"]*"><img/);
      for (const [, address] of html.matchAll(/\s(?:href|src|action)="([^"]*)"/g)) {
        expect(address).not.toMatch(/501|1407451243|[0-9a-f]{8}-[0-9a-f]{4}/);
      }
    }
  });

  it.each([
    ['no case', { case: 'x' }, 404],
    ['a case that was made up', { case: '00000000-0000-4000-8000-000000000000' }, 404],
    ['a choice of another person', { choice: '00000000-0000-4000-8000-000000000000' }, 400],
    ['an act that is none', { act: 'delete' }, 400],
    ['a note of control characters', { note: '\u0000\u0007' }, 400],
    ['a note without an end', { note: 'x'.repeat(2001) }, 400],
    ['"none of them" as a link', { choice: 'all' }, 400],
  ])('is refused with a code and changes nothing: %s', async (_, over, status) => {
    await scene.person('501');
    const link = await scene.pair('501', JEAN);
    const steward = await (await scene.open()).next();
    await steward.decide('link', { choice: link, ...over });
    expect(steward.status).toBe(status);
    expect(await scene.linkState(link)).toBe('under-review');
  });
});
