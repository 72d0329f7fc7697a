import { countReviewCases, judgedTwice, stewardsOf } from '@solway/store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { COUNCIL, JEAN, JOAN, type StewardPage, StewardScene } from './steward-scene.ts';

// A second steward judges a case without knowing of the first; nothing moves until two agree or a third decides.

let fresh: FreshDatabase;
let scene: StewardScene;
let jean = '';
let joan = '';
beforeAll(async () => {
  fresh = await freshDatabase();
  scene = await StewardScene.create(fresh.db);
});
afterAll(() => fresh.drop());
beforeEach(async () => {
  await scene.begin();
  await scene.person('501');
  jean = await scene.pair('501', JEAN, { weight: 12 });
  joan = await scene.pair('501', JOAN, { weight: 11 });
});

const first = async (): Promise<StewardPage> => (await scene.open()).next();
const second = async (): Promise<StewardPage> => (await scene.open('other-steward', 'Second Steward')).next();
const third = async (): Promise<StewardPage> => (await scene.open('third-steward', 'Third Steward')).next();
const asked = { second: 'yes', note: 'A shaky hand on the form' };
const states = async (): Promise<readonly unknown[]> => [
  await scene.linkState(jean),
  await scene.linkState(joan),
];
const outcomes = async (): Promise<readonly string[]> =>
  (await scene.entries()).flatMap(({ entry }) =>
    entry.kind === 'review' && entry.outcome !== 'opened' ? [entry.outcome] : [],
  );
/** A page without what differs from one opening to the next. */
const settled = ({ body }: StewardPage): string =>
  body.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id').replaceAll(/\d\d:\d\d, /g, 'time, ');

describe('a second opinion', () => {
  it('is asked for: nothing moves, and the first can not decide again', async () => {
    const one = await first();
    const decide = { choice: jean, screen: one.field('screen'), case: one.field('case') };
    await one.decide('link', { ...decide, ...asked });
    expect(one.body).toContain('A second steward judges it too');
    expect(await states()).toEqual(['under-review', 'under-review']);
    expect(one.body).toContain('You have judged it');
    await one.post('/steward/open', { case: decide.case });
    expect(one.body).toContain('You have judged this');
    expect(one.body).toContain('A shaky hand');
    expect(one.body).not.toContain('name="act"');
    await one.post('/steward/decide', { ...decide, act: 'link' });
    expect(one.status).toBe(409);
    expect((await one.next()).body).toContain('That was the last that you can decide');
    expect(await outcomes()).toEqual(['opinion-link']);
  });

  it('is blind: the second sees byte for byte what they would have seen had nobody judged it', async () => {
    const before = settled(await second());
    const list = settled(await scene.open('other-steward', 'Second Steward'));
    await scene.db.query(
      'update review_case set claimed_by = null, claimed_name = null, claimed_until = null',
    );
    await (await first()).decide('link', { choice: jean, ...asked });
    expect(settled(await scene.open('other-steward', 'Second Steward'))).toBe(list);
    expect(settled(await second())).toBe(before);
  });

  it('that agrees carries the decision out, with both judgements in the ledger', async () => {
    await (await first()).decide('link', { choice: jean, ...asked });
    const two = await second();
    await two.decide('link', { choice: jean });
    expect(two.body).toContain('is linked to CHI 140745 1243');
    expect(await states()).toEqual(['in-force', 'undone']);
    expect(await outcomes()).toEqual(['opinion-link', 'linked']);
    expect(await judgedTwice(scene.db)).toEqual([{ first: 'leader', second: 'leader', same: true, n: 1 }]);
    expect(await countReviewCases(scene.db)).toEqual([]);
  });

  it.each([
    ['another candidate', 'link', (): string => joan, 'other'],
    ['none of them', 'not-a-link', (): string => 'all', 'none'],
  ] as const)(
    'that differs (%s) moves nothing; both are told, and a third decides',
    async (_, act, choice, category) => {
      await (await first()).decide('link', { choice: jean, ...asked });
      const two = await second();
      await two.decide(act, { choice: choice(), note: 'Twins' });
      expect(two.body).toContain('Another steward judged differently');
      expect(await states()).toEqual(['under-review', 'under-review']);
      expect(await judgedTwice(scene.db)).toEqual([{ first: 'leader', second: category, same: false, n: 1 }]);
      const three = await third();
      expect(three.body).toContain('Two stewards judged this differently');
      expect(three.body).toContain('First Steward: A shaky hand on the form');
      expect(three.body).toContain('Second Steward: Twins');
      await three.decide('link', { choice: joan });
      expect(await states()).toEqual(['undone', 'in-force']);
      expect((await scene.db.query('select state, resolved_by from second_opinion')).rows).toEqual([
        { state: 'resolved', resolved_by: `${COUNCIL}:third-steward` },
      ]);
    },
  );

  it('one of the two decides with a note of who decided with them, and not without', async () => {
    await (await first()).decide('link', { choice: jean, ...asked });
    await (await second()).decide('not-a-link', { choice: 'all' });
    const one = await first();
    expect(one.body).toContain('with a note of who decided with you');
    await one.decide('link', { choice: jean });
    expect(one.status).toBe(400);
    await (await first()).decide('link', { choice: jean, note: 'With Second Steward and the team manager' });
    expect(await states()).toEqual(['in-force', 'undone']);
  });

  it('is found in the list by those that two disagree about', async () => {
    await scene.person('502');
    await scene.pair('502', JEAN, { at: 9000 });
    await (await first()).decide('link', { choice: jean, ...asked });
    await (await second()).decide('not-a-link', { choice: 'all' });
    const three = await scene.open('third-steward', 'Third Steward');
    await three.post('/steward', { whose: 'disagreed' });
    expect([...three.body.matchAll(/Mosaic (\d{3})/g)].map((match) => match[1])).toEqual(['501']);
  });

  it('lapses where a record has changed: the next judgement is the first again', async () => {
    await (await first()).decide('link', { choice: jean, ...asked });
    await scene.db.query(`update council_person set surname = 'Smythe'`);
    const two = await second();
    await two.decide('link', { choice: jean });
    expect(two.body).toContain('A second steward judges it too');
    expect(await states()).toEqual(['under-review', 'under-review']);
    await (await first()).decide('link', { choice: jean });
    expect(await states()).toEqual(['in-force', 'undone']);
  });

  it('by many at once is one first and one second, whoever comes first', async () => {
    const [one, two] = [await first(), await scene.open('other-steward', 'Second Steward')];
    const form = {
      case: one.field('case'),
      screen: one.field('screen'),
      act: 'link',
      choice: jean,
      second: 'yes',
    };
    await scene.db.query(
      'update review_case set claimed_by = null, claimed_name = null, claimed_until = null',
    );
    const answers = await Promise.all(
      [one, two, one, two, one, two].map((page) =>
        scene.post('/steward/decide', { ...form, view: page.view }, { cookie: page.cookie }),
      ),
    );
    expect(answers.filter((answer) => answer.statusCode === 200)).toHaveLength(2);
    expect(await judgedTwice(scene.db)).toEqual([{ first: 'leader', second: 'leader', same: true, n: 1 }]);
    expect(await states()).toEqual(['in-force', 'undone']);
  });
});

describe('the rule', () => {
  it('draws its share, and for protection and children its own', async () => {
    scene.rule.protectionPercent = 100;
    await (await first()).decide('link', { choice: jean });
    expect(await states()).toEqual(['in-force', 'undone']);
    await scene.person('502', { context: 'child' });
    const child = await scene.pair('502', JEAN);
    const one = await first();
    await one.decide('link', { choice: child });
    expect(one.body).toContain('A second steward judges it too');
    expect(await scene.linkState(child)).toBe('under-review');
  });

  it('asks nobody where nobody else may decide; and one who asks is told so', async () => {
    scene.rule.protectionPercent = 100;
    await scene.person('501', { restricted: true });
    await scene.db.query(`insert into restricted_access values ('501', 'steward', '${COUNCIL}')`);
    const one = await first();
    await one.decide('link', { choice: jean, second: 'yes' });
    expect(one.status).toBe(409);
    expect(one.body).toContain('There is no other steward for this');
    await (await first()).decide('link', { choice: jean });
    expect(await states()).toEqual(['in-force', 'undone']);
  });

  it('never holds back taking a link away that stands', async () => {
    scene.rule.percent = 100;
    await scene.db.query(`delete from link where id = $1`, [joan]);
    await scene.db.query(`update link set state = 'in-force'`);
    const one = await scene.open();
    await one.post('/steward/find', { number: '501' });
    await one.decide('undo', { choice: jean, reason: 'different-people', second: 'yes' });
    expect(await scene.linkState(jean)).toBe('undone');
  });

  it('a first who is left alone may decide after all', async () => {
    await (await first()).decide('link', { choice: jean, ...asked });
    await scene.db.query(
      `update staff set left_on = current_date where user_id in ('other-steward', 'third-steward')`,
    );
    const one = await scene.open();
    const { rows } = await scene.db.query<{ id: string; screen: string }>(
      'select c.id, o.screen from review_case c join second_opinion o on o.case_id = c.id',
    );
    await one.post('/steward/decide', {
      case: rows[0]!.id,
      screen: rows[0]!.screen,
      act: 'link',
      choice: jean,
    });
    expect(await states()).toEqual(['in-force', 'undone']);
  });
});

describe('assigning', () => {
  const caseOf = async (person: string): Promise<string> =>
    (await scene.db.query<{ id: string }>('select id from review_case where person_id = $1', [person]))
      .rows[0]!.id;

  it('gives people to a steward: the others go past them, they find them, and the ledger says so', async () => {
    await scene.person('502');
    await scene.pair('502', JEAN, { at: 5000 });
    const one = await scene.open();
    await one.post('/steward/assign', { [`pick-${await caseOf('501')}`]: 'yes', to: 'other-steward' });
    expect(one.body).toContain('1 person is assigned to Second Steward');
    expect((await one.next()).body).toContain('Mosaic 502');
    const two = await scene.open('other-steward', 'Second Steward');
    await two.post('/steward', { whose: 'mine' });
    expect([...two.body.matchAll(/Mosaic (\d{3})/g)].map((match) => match[1])).toEqual(['501']);
    await two.post('/steward', { whose: 'nobody' });
    expect([...two.body.matchAll(/Mosaic (\d{3})/g)].map((match) => match[1])).toEqual(['502']);
    const entry = (await scene.entries()).find(
      ({ entry }) => 'outcome' in entry && entry.outcome === 'assigned',
    );
    expect(entry).toMatchObject({ personal: { user: { id: 'steward' }, notes: `${COUNCIL}:other-steward` } });
    await one.post('/steward/assign', { [`pick-${await caseOf('501')}`]: 'yes', to: '' });
    expect((await scene.open('third-steward', 'Third Steward').then((page) => page.next())).body).toContain(
      'Mosaic 501',
    );
  });

  it('gives nobody a person of whom they may not know, and is all or nothing', async () => {
    await scene.person('777', { restricted: true, surname: 'Hidden' });
    await scene.pair('777', '0402070763');
    const hidden = await caseOf('777');
    const open = await caseOf('501');
    await scene.db.query(`insert into restricted_access values ('777', 'steward', '${COUNCIL}')`);
    const one = await scene.open();
    for (const to of ['other-steward', 'lead', 'nobody-at-all']) {
      await one.post('/steward/assign', { [`pick-${open}`]: 'yes', [`pick-${hidden}`]: 'yes', to });
      expect(one.status).toBe(400);
    }
    const two = await scene.open('other-steward', 'Second Steward');
    await two.post('/steward/assign', { [`pick-${hidden}`]: 'yes', to: 'other-steward' });
    expect(two.status).toBe(403);
    await two.post('/steward/assign', { to: 'steward' });
    expect(two.status).toBe(404);
    expect((await scene.db.query('select 1 from review_case where assigned_to is not null')).rowCount).toBe(
      0,
    );
    expect((await stewardsOf(scene.db, COUNCIL)).map((row) => row.user_id)).toEqual([
      'steward',
      'other-steward',
      'third-steward',
    ]);
  });

  it('children and adults are listed apart, and a withheld person in neither', async () => {
    await scene.person('502', { context: 'child' });
    await scene.pair('502', '0402070763');
    await scene.person('777', { context: 'child', restricted: true });
    await scene.pair('777', '0402568877');
    const one = await scene.open();
    expect(one.body).toContain('Withheld');
    await one.post('/steward', { context: 'child' });
    expect([...one.body.matchAll(/Mosaic (\d{3})/g)].map((match) => match[1])).toEqual(['502']);
    expect(one.body).not.toContain('Withheld');
  });
});
