import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CHI, HEALTH, PERSON } from '../../../packages/disclosure/test/walk-fixture.ts';
import { LEAD, type Page, TwoHosts } from './two-hosts.ts';

// Requests for access, on the pages of each organisation's officer.

let hosts: TwoHosts;
let board: Page;
let council: Page;
beforeAll(async () => {
  hosts = await TwoHosts.begin();
});
afterAll(() => hosts.end());
beforeEach(async () => {
  await hosts.fresh.db.query('truncate access_request, ledger_entry, finding, investigation cascade');
  await hosts.reset();
  board = await hosts.open(LEAD);
  council = await hosts.openInMosaic({
    ...LEAD,
    user: { id: 'council-lead', name: 'N', role: 'governance-lead' },
  });
});

const act = (who: Page, path: string, form: Record<string, string> = {}) => hosts.act(path, who, form);
const requestId = async (): Promise<string> =>
  (await hosts.fresh.db.query<{ id: string }>('select id from access_request order by reference desc'))
    .rows[0]?.id ?? '';
async function received(who: Page, form: Record<string, string>): Promise<string> {
  const answer = await act(who, '/answer/receive', { received: '2026-11-02', requester: 'self', ...form });
  expect(answer.statusCode).toBe(200);
  return requestId();
}
async function gathered(who: Page, form: Record<string, string>): Promise<string> {
  const request = await received(who, form);
  await act(who, '/answer/identify', { request, note: 'Passport seen.' });
  expect((await act(who, '/answer/gather', { request })).statusCode).toBe(200);
  return request;
}
const items = async (request: string) =>
  (
    await hosts.fresh.db.query<{ key: string; item: { section: string; holds: string[]; title: string } }>(
      'select key, item from access_request_item where request_id = $1 order by key',
      [request],
    )
  ).rows;

describe('a request of the person', () => {
  it('goes from start to document, each step in the ledger', async () => {
    await hosts.open();
    const request = await gathered(council, { number: PERSON });
    const all = await items(request);
    expect(all.some((one) => one.item.section === 'given')).toBe(true);
    expect(all.some((one) => one.item.section === 'held' && one.item.title === 'Name')).toBe(true);
    const released = await act(council, '/answer/release', { request });
    expect(released.body).toContain('The answer is released.');
    const page = await act(council, '/answer/document', { request });
    expect(page.body).toContain('What is held about you');
    expect(page.body).toContain('community nurse of NHS Dumfries and Galloway');
    const data = await act(council, '/answer/data', { request });
    expect(data.headers['content-disposition']).toContain('attachment');
    const digest = createHash('sha256').update(data.body).digest('hex');
    expect(released.body).toContain(digest);
    expect(JSON.parse(data.body)).toMatchObject({ format: 'solway-subject-access/1' });
    const { rows } = await hosts.fresh.db.query<{ what: string }>(
      `select coalesce(leaf::jsonb -> 'entry' ->> 'outcome', leaf::jsonb -> 'entry' ->> 'digest') as what
       from ledger_entry where kind = 'export' or (kind = 'review' and leaf::jsonb -> 'entry' ->> 'of' = 'access')
       order by at, id`,
    );
    expect(rows.map((row) => row.what).toSorted()).toEqual(
      ['received', 'identity-confirmed', 'gathered', digest, 'released', digest, digest].toSorted(),
    );
  });

  it('is answered by each organisation for its own record only', async () => {
    await hosts.open();
    const request = await gathered(board, { number: CHI });
    const sections = (await items(request)).map((one) => one.item.section);
    // The nurse saw the council's record: the board tells that its staff were shown it.
    expect(sections).toContain('seen');
    expect(sections).not.toContain('given');
    const text = JSON.stringify(await items(request));
    expect(text).not.toContain('Copied from Mosaic');
    expect((await act(council, '/answer/request', { request })).statusCode).toBe(404);
    expect((await act(council, '/answer/release', { request })).statusCode).toBe(404);
    expect((await act(council, '/answer')).body).not.toContain(request);
  });

  it('does not tell the board of a council record that is restricted', async () => {
    await hosts.fresh.db.query('update council_person set restricted = true');
    await hosts.open();
    const request = await gathered(board, { number: CHI });
    expect((await items(request)).map((one) => one.item.section)).not.toContain('matched');
  });

  it('is released only once it is known who asks, and nothing waits', async () => {
    await hosts.open({ purpose: 'adult-protection', relationship: 'caseload' });
    const request = await received(council, { number: PERSON });
    expect((await act(council, '/answer/release', { request })).statusCode).toBe(409);
    await act(council, '/answer/gather', { request });
    expect((await act(council, '/answer/release', { request })).body).toContain('answer-identity-missing');
    await act(council, '/answer/identify', { request, note: 'Known to the worker.' });
    const held = (await items(request)).filter((one) => one.item.holds.length > 0);
    expect(held.map((one) => one.item.holds)).toContainEqual(['protection-inquiry']);
    expect((await act(council, '/answer/release', { request })).body).toContain('answer-undecided');

    const ticked = Object.fromEntries(held.map((one) => [`item-${one.key}`, 'yes']));
    const decide = (form: Record<string, string>) => act(council, '/answer/decide', { request, ...form });
    expect((await decide({ ...ticked, as: 'withhold' })).statusCode).toBe(400);
    expect((await decide({ as: 'withhold', reason: 'x' })).statusCode).toBe(400);
    expect(
      (await decide({ ...ticked, as: 'withhold', reason: 'Harm', ground: 'serious-harm' })).statusCode,
    ).toBe(400);
    expect((await decide({ ...ticked, 'item-none': 'yes', as: 'withhold', reason: 'x' })).statusCode).toBe(
      409,
    );
    expect((await decide({ ...ticked, as: 'withhold', reason: 'An inquiry goes on.' })).statusCode).toBe(200);
    expect((await act(council, '/answer/release', { request })).statusCode).toBe(200);
    const page = await act(council, '/answer/document', { request });
    expect(page.body).not.toContain('adult protection');
    // An empty part never says that there was nobody.
    expect(page.body).toContain('nothing that we can tell you of');
    expect(page.body).not.toContain('Nobody');
  });

  it('finds what came after the gathering, and what is new and held back waits', async () => {
    const request = await gathered(council, { number: PERSON });
    await hosts.open({ purpose: 'adult-protection', relationship: 'caseload' });
    expect((await act(council, '/answer/release', { request })).body).toContain('answer-undecided');
    expect((await items(request)).some((one) => one.item.holds.includes('protection-inquiry'))).toBe(true);
  });

  it('withholds a look that is being investigated', async () => {
    await hosts.open();
    const { rows } = await hosts.fresh.db.query<{ id: string }>(
      `select id from ledger_entry where kind = 'disclosed'`,
    );
    await hosts.fresh.db.query(
      `insert into finding (key_hash, rule, organisation, user_id, user_name, sentence, evidence, day, first_at, last_at,
         found_at, state)
       values ('\\x01', 'own-record', $1, 'nurse', 'A Nurse', 'x', array[$2::uuid], current_date, now(), now(), now(), 'investigating')`,
      [HEALTH, rows[0]!.id],
    );
    const request = await gathered(board, { number: CHI });
    const seen = (await items(request)).find((one) => one.item.section === 'seen');
    expect(seen?.item.holds).toEqual(['investigation']);
  });
});

describe('the clock', () => {
  it('is stopped, runs again, and is extended once, each with its reason', async () => {
    const request = await received(board, { number: CHI });
    const step = (path: string, form: Record<string, string> = {}) => act(board, path, { request, ...form });
    expect((await step('/answer/pause')).statusCode).toBe(400);
    expect((await step('/answer/pause', { note: 'Which address?' })).body).toContain('Clock stopped');
    expect((await step('/answer/pause', { note: 'Again' })).statusCode).toBe(409);
    expect((await step('/answer/resume')).statusCode).toBe(200);
    expect((await step('/answer/resume')).statusCode).toBe(409);
    expect((await step('/answer/extend', { note: 'Many records.' })).statusCode).toBe(200);
    expect((await step('/answer/extend', { note: 'More.' })).statusCode).toBe(409);
    expect((await step('/answer/end', { note: 'Withdrawn.' })).statusCode).toBe(200);
    expect((await step('/answer/gather')).statusCode).toBe(409);
  });
});

describe('somebody who asks for the person', () => {
  const proxy = { number: CHI, requester: 'proxy', proxy: 'A Parent' };
  it('is named, with a ground', async () => {
    for (const form of [{ proxy: '' }, { basis: 'nothing' }, {}] as Record<string, string>[])
      expect((await act(board, '/answer/receive', { ...proxy, ...form })).statusCode).toBe(400);
    expect((await act(board, '/answer/receive', { ...proxy, basis: 'welfare-attorney' })).statusCode).toBe(
      200,
    );
  });

  it('asks as a parent for a child under twelve only', async () => {
    const asked = () => act(board, '/answer/receive', { ...proxy, basis: 'parent', received: '2026-11-02' });
    expect((await asked()).body).toContain('answer-capacity');
    await hosts.fresh.db.query(`update chi_person set birth_date = '2014-11-02'`);
    expect((await asked()).body).toContain('answer-capacity');
    await hosts.fresh.db.query(`update chi_person set birth_date = '2014-11-03'`);
    expect((await asked()).statusCode).toBe(200);
    await hosts.fresh.db.query(`update chi_person set birth_date = null`);
    expect((await asked()).body).toContain('answer-capacity');
  });

  it('is told where the person lives, or who is involved, only when an officer has said so', async () => {
    await hosts.open();
    await hosts.fresh.db.query(`update council_person set telephones = '{01632 960001}'`);
    const request = await gathered(council, { ...proxy, number: PERSON, basis: 'welfare-attorney' });
    const all = await items(request);
    const telephones = all.find((one) => one.item.title === 'Telephone numbers');
    expect(telephones?.item.holds).toEqual(['proxy']);
    expect((await act(council, '/answer/release', { request })).statusCode).toBe(409);
  });
});

describe('a legal hold', () => {
  it('is set and ended on the pages, by the organisation’s own number, and each is in the ledger', async () => {
    expect((await act(board, '/answer/hold', { number: CHI })).statusCode).toBe(400);
    expect((await act(board, '/answer/hold', { number: '1', why: 'A claim' })).statusCode).toBe(400);
    const held = await act(board, '/answer/hold', { number: CHI, why: 'A claim' });
    expect(held.body).toContain('CHI 140745 1243');
    expect(held.body).not.toContain(`Mosaic ${PERSON}`);
    const { rows } = await hosts.fresh.db.query<{ id: string; person_id: string }>(
      'select id, person_id from legal_hold',
    );
    // What was asked by the other side's number is held as well.
    expect(rows[0]?.person_id).toBe(PERSON);
    expect((await act(council, '/answer/unhold', { hold: rows[0]!.id })).statusCode).toBe(404);
    expect((await act(board, '/answer/unhold', { hold: rows[0]!.id })).statusCode).toBe(200);
    const written = await hosts.fresh.db.query(
      `select 1 from ledger_entry where kind = 'review' and leaf like '%"of":"retention"%'`,
    );
    expect(written.rowCount).toBe(2);
  });
});

it('a number that the officer’s own system does not hold is not answered about', async () => {
  for (const number of ['', 'x', '9'.repeat(25), '0101011237', PERSON])
    expect((await act(board, '/answer/receive', { number, requester: 'self' })).statusCode).toBe(400);
  for (const number of [CHI, '12345'])
    expect((await act(council, '/answer/receive', { number, requester: 'self' })).statusCode).toBe(400);
});
