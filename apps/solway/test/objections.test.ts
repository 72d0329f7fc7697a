import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { COUNCIL, LEAD, type Page, TwoHosts } from './two-hosts.ts';

let hosts: TwoHosts;
beforeAll(async () => {
  hosts = await TwoHosts.begin();
});
afterAll(() => hosts.end());
beforeEach(async () => {
  await hosts.reset();
  await hosts.fresh.db.query('truncate objection');
  await hosts.fresh.db.query(
    `insert into staff (user_id, organisation, role, name) values ('second-lead', $1, 'governance-lead', 'N')`,
    [COUNCIL],
  );
});

const lead = (id: string): Promise<Page> =>
  hosts.openInMosaic({ ...LEAD, user: { id, name: 'A Lead', role: 'governance-lead' } });
const FORM = { number: '501', item: 'care-packages', words: 'I do not want the hospital to know' };
const upheld = (body: string) => ({
  objection: /name="objection" value="([^"]+)"/.exec(body)?.[1] ?? '',
  outcome: 'upheld',
  words: 'No compelling ground was found',
});

describe('an objection', () => {
  it('is written down by one officer and weighed by another, with the words in the ledger alone', async () => {
    const one = await lead('council-lead');
    expect((await hosts.act('/objections/receive', one, FORM)).body).toContain('another officer weighs it');
    const two = await lead('second-lead');
    const list = await hosts.act('/objections', two);
    expect(list.body).toContain(FORM.words);
    expect((await hosts.act('/objections/weigh', two, upheld(list.body))).body).toContain('It is decided');
    await hosts.open();
    expect(hosts.scene.mosaic.asked.map(({ item }) => item)).not.toContain('care-packages');
    expect(hosts.scene.mosaic.asked.length).toBeGreaterThan(0);
    const rows = await hosts.fresh.db.query('select row_to_json(o)::text as text from objection o');
    expect(JSON.stringify(rows.rows)).not.toContain(FORM.words);
    const outcomes = (await hosts.scene.ledger()).map(({ entry }) =>
      entry.kind === 'review' ? entry.outcome : '',
    );
    expect(outcomes).toEqual(expect.arrayContaining(['objection-received', 'objection-upheld']));
  });

  it('is not weighed by who wrote it down, nor by the other organisation, who does not read it', async () => {
    const one = await lead('council-lead');
    await hosts.act('/objections/receive', one, FORM);
    const second = await hosts.act('/objections', await lead('second-lead'));
    const own = await lead('council-lead');
    expect((await hosts.act('/objections/weigh', own, upheld(second.body))).body).toContain(
      'Nothing was changed',
    );
    const health = await hosts.open(LEAD);
    expect((await hosts.act('/objections', health)).body).not.toContain(FORM.words);
    expect((await hosts.act('/objections/weigh', health, upheld(second.body))).body).toContain(
      'Nothing was changed',
    );
    await hosts.open();
    expect(hosts.scene.mosaic.asked.map(({ item }) => item)).toContain('care-packages');
  });

  it.each([
    ['no number', { number: '' }],
    ['a number of the other organisation’s kind', { number: '14O7451243' }],
    ['an item that is none', { item: 'everything-else' }],
    ['no words', { words: ' ' }],
    ['a NUL', { words: 'I object\u0000' }],
  ])('with %s is not written down, and the page says so', async (_, over) => {
    const answer = await hosts.act('/objections/receive', await lead('council-lead'), { ...FORM, ...over });
    expect(answer.body).toContain('Nothing was changed');
    expect((await hosts.fresh.db.query('select 1 from objection')).rowCount).toBe(0);
  });

  it('that the council upheld is told to the health board’s officer as nothing at all', async () => {
    await hosts.fresh.db.query(
      `insert into objection (id, holder, person_id, received_at, received_by, outcome, decided_at, decided_by)
       values (gen_random_uuid(), $1, '501', now(), 'x', 'upheld', now(), 'y')`,
      [COUNCIL],
    );
    await hosts.open();
    expect((await hosts.open(LEAD)).page.body).not.toContain('objection: <code>');
    expect((await lead('council-lead')).page.body).toContain('objection: <code>upheld');
  });
});
