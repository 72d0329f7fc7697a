import { escalateLate } from '@solway/identity';
import { type ChiNumber, instantOf } from '@solway/kernel';
import { countNotices, loadChiPeople } from '@solway/store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { chiRow, COUNCIL, JEAN, type OpenedSummary, StewardScene } from './steward-scene.ts';

// Those who saw something through a link that was undone are told, until each has acknowledged it.

let fresh: FreshDatabase;
let scene: StewardScene;
const BESS = '0402070763' as ChiNumber;
let link = '';
beforeAll(async () => {
  fresh = await freshDatabase();
  scene = await StewardScene.create(fresh.db);
});
afterAll(() => fresh.drop());
beforeEach(async () => {
  await scene.begin();
  await loadChiPeople(scene.db, [chiRow({ chi: BESS, forenames: ['Bess'] })], instantOf(0));
  await scene.person('501');
  link = await scene.pair('501', JEAN, { state: 'in-force' });
});

const HEADING = 'not about the person below';
const about = (page: string): string => /<aside class="exposed"[^]*?<\/aside>/.exec(page)?.[0] ?? '';
const noticeOf = (page: string): string => /name="notice" value="([^"]+)"/.exec(page)?.[1] ?? '';
const outcomes = async (): Promise<readonly string[]> =>
  (await scene.entries()).flatMap(({ entry }) =>
    entry.kind === 'review' && entry.of === 'disclosure' ? [entry.outcome] : [],
  );

/** The nurse looks, the steward undoes the link; the steward's exposure report. */
async function seenAndUndone() {
  await scene.nurseLooks();
  const steward = await scene.open();
  await steward.post('/steward/find', { number: '501' });
  return steward.decide('undo', { choice: link, reason: 'different-people' });
}

const acknowledge = ({ view, cookie }: OpenedSummary, notice: string) =>
  scene.post('/view/acknowledge', { view, notice }, { cookie });

describe('somebody who saw a record through a wrong link', () => {
  it('is told above the next page they open, of whichever patient, before the page in the ledger', async () => {
    const before = await scene.nurseLooks();
    expect(before.body).not.toContain(HEADING);
    await seenAndUndone();
    const page = await scene.nurseLooks(BESS);
    const notice = about(page.body);
    expect(notice).toContain(HEADING);
    expect(notice).toContain('2 times');
    expect(notice).toContain('SMITH, Jean, CHI 140745 1243');
    expect(notice).toContain('Care packages');
    expect(notice).not.toContain('501');
    expect(page.body.indexOf('class="exposed"')).toBeLessThan(page.body.indexOf('class="banner'));
    expect(await outcomes()).toEqual(['told']);
  });

  it('is told on every page until they acknowledge it, once in the ledger each', async () => {
    await seenAndUndone();
    await scene.nurseLooks();
    const page = await scene.nurseLooks(BESS);
    const after = await acknowledge(page, noticeOf(page.body));
    expect(after.statusCode).toBe(200);
    expect(after.body).toContain('SMITH, Bess');
    expect(after.body).not.toContain(HEADING);
    expect((await scene.nurseLooks()).body).not.toContain(HEADING);
    expect(await outcomes()).toEqual(['told', 'acknowledged']);
    expect(
      (await scene.entries()).find(({ entry }) => 'outcome' in entry && entry.outcome === 'acknowledged'),
    ).toMatchObject({
      entry: { by: { role: 'community-nurse' }, about: noticeOf(page.body) },
      personal: { user: { id: 'nurse' } },
    });
  });

  it('is told nothing while the link is only stopped, or by a link that showed nothing', async () => {
    await scene.nurseReports();
    expect((await scene.nurseLooks()).body).not.toContain(HEADING);
    await scene.begin();
    await scene.person('501');
    const other = await scene.pair('501', JEAN);
    const steward = await (await scene.open()).next();
    await steward.decide('not-a-link', { choice: other });
    expect(await countNotices(scene.db)).toMatchObject({ waiting: 0 });
  });

  it('can acknowledge from a page that is over, twice at once, and it is one', async () => {
    await seenAndUndone();
    const page = await scene.nurseLooks();
    await scene.db.query('update view set closed_at = now()');
    const answers = await Promise.all([1, 2, 3].map(() => acknowledge(page, noticeOf(page.body))));
    for (const answer of answers) {
      expect(answer.statusCode).toBe(200);
      expect(answer.body).toContain('it is noted');
      expect(answer.body).not.toContain('SMITH');
    }
    expect((await outcomes()).filter((one) => one === 'acknowledged')).toHaveLength(1);
  });

  it('is the only one who is told, and who can acknowledge', async () => {
    await seenAndUndone();
    const page = await scene.nurseLooks();
    const second = await scene.looks({ id: 'second-nurse', name: 'Second', role: 'community-nurse' });
    expect(second.body).not.toContain(HEADING);
    await acknowledge(second, noticeOf(page.body));
    const worker = await scene.looksInMosaic();
    expect(worker.body).not.toContain(HEADING);
    await acknowledge(worker, noticeOf(page.body));
    const stranger = await acknowledge(
      { ...page, cookie: `__Host-solway=${'A'.repeat(43)}` },
      noticeOf(page.body),
    );
    expect(stranger.statusCode).toBe(403);
    expect(await countNotices(scene.db)).toMatchObject({ waiting: 1 });
    expect(await outcomes()).toEqual(['told']);
  });

  it('is named no item that the role they act in now would not be granted', async () => {
    await scene.db
      .query(`insert into staff select user_id, organisation, 'health-admin', name, team, training_completed, left_on
      from staff where user_id = 'nurse'`);
    await seenAndUndone();
    const page = await scene.looks({ id: 'nurse', name: 'A Nurse', role: 'health-admin' });
    const notice = about(page.body);
    expect(notice).toContain(HEADING);
    expect(notice).toContain('Known to social work');
    expect(notice).not.toContain('Care packages');
  });

  it('is told of nobody by name where the record has been restricted since, or no agreement is in force', async () => {
    await seenAndUndone();
    await scene.person('501', { restricted: true });
    const restricted = about((await scene.nurseLooks(BESS)).body);
    expect(restricted).toContain('you had somebody open');
    for (const secret of ['SMITH', '140745 1243', 'Care packages']) expect(restricted).not.toContain(secret);
    await scene.person('501');
    scene.scene.agreement = undefined;
    const ended = about((await scene.nurseLooks(BESS)).body);
    expect(ended).toContain('SMITH, Jean');
    expect(ended).not.toContain('Care packages');
  });

  it('a worker in Mosaic is told by Mosaic’s own number, and never by the wrong CHI number', async () => {
    await scene.looksInMosaic();
    await seenAndUndone();
    const notice = about((await scene.looksInMosaic()).body);
    expect(notice).toContain('SMITH, Jean, Mosaic 501');
    expect(notice).not.toContain('140745');
    expect(notice).toContain('health service information');
  });

  it('a notice that can not be written costs nobody their page', async () => {
    await seenAndUndone();
    await scene.db.query(
      `create function refuse() returns trigger language plpgsql as $$ begin
         if new.kind = 'review' then raise exception 'the disk is full'; end if; return new; end $$;
       create trigger refuse before insert on ledger_entry for each row execute function refuse()`,
    );
    try {
      const page = await scene.nurseLooks(BESS);
      expect(page.body).toContain('SMITH, Bess');
      // What the ledger does not hold was not told.
      expect(page.body).not.toContain(HEADING);
    } finally {
      await scene.db.query('drop trigger refuse on ledger_entry; drop function refuse');
    }
    expect((await scene.nurseLooks(BESS)).body).toContain(HEADING);
  });
});

describe('the exposure report', () => {
  it('says who has acknowledged and who has not, and that one is late', async () => {
    const steward = await seenAndUndone();
    expect(steward.body).toContain('0 of 1 have acknowledged');
    const hour = 3_600_000;
    const at = (ms: number) => instantOf(scene.scene.nowMs + ms);
    expect(await escalateLate(scene.db, 72 * hour, at(71 * hour))).toBe(0);
    const late = await Promise.all([1, 2, 3].map(() => escalateLate(scene.db, 72 * hour, at(73 * hour))));
    expect(late.reduce((sum, one) => sum + one, 0)).toBe(1);
    const tasks = () =>
      scene.db.query(`select 1 from task where kind = 'exposure-unacknowledged' and done_at is null`);
    expect((await tasks()).rowCount).toBe(1);
    await steward.post('/steward/exposure', { link });
    expect(steward.body).toContain('Late');
    await steward.post('/steward');
    expect(steward.body).toContain('1 late');
    const page = await scene.nurseLooks();
    await acknowledge(page, noticeOf(page.body));
    expect((await tasks()).rowCount).toBe(0);
    await steward.post('/steward/exposure', { link });
    expect(steward.body).toContain('all 1 have acknowledged');
    await steward.post('/steward');
    expect(steward.body).not.toContain('not yet acknowledged');
  });

  it('says who has left, and keeps how the steward told them', async () => {
    const steward = await seenAndUndone();
    await scene.db.query(`update staff set left_on = current_date where user_id = 'nurse'`);
    await steward.post('/steward/exposure', { link });
    expect(steward.body).toContain('Has left the directory');
    const form = { link, notice: noticeOf(steward.body) };
    await steward.post('/steward/told', { ...form, note: ' ' });
    expect(steward.status).toBe(400);
    await steward.post('/steward/told', { ...form, note: 'By letter, through the ward manager' });
    expect(steward.body).toContain('all 1 have acknowledged');
    await steward.post('/steward/told', { ...form, note: 'Again' });
    expect(steward.status).toBe(404);
    const told = (await scene.entries()).filter(
      ({ entry }) => 'outcome' in entry && entry.outcome === 'told-otherwise',
    );
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({
      entry: { organisation: COUNCIL },
      personal: { notes: 'By letter, through the ward manager', user: { name: 'First Steward' } },
    });
  });

  it('is a file for the breach assessment, with the proof of each line, and no formula', async () => {
    await scene.db.query(`update staff set name = '=cmd()' where user_id = 'nurse'`);
    await scene.looks({ id: 'nurse', name: '=cmd("x")', role: 'community-nurse' });
    const steward = await seenAndUndone();
    await steward.post('/steward/exposure/file', { link });
    const lines = steward.body.trim().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('"acknowledged_at","ledger_entry"');
    expect(lines[1]).toContain(`"'=cmd(""x"")"`);
    const entries = await scene.db.query<{ id: string }>(
      `select id from ledger_entry where kind = 'disclosed' order by at`,
    );
    expect(lines[1]).toContain(entries.rows[0]!.id);
    expect(await scene.kinds()).toContain('export');
  });

  it('and the file, and the telling, are withheld with the case', async () => {
    const steward = await seenAndUndone();
    const notice = noticeOf(steward.body);
    await scene.person('501', { restricted: true });
    for (const [path, form] of [
      ['/steward/exposure/file', { link }],
      ['/steward/told', { link, notice, note: 'x' }],
    ] as const) {
      await steward.post(path, form);
      expect(steward.status).toBe(403);
      expect(steward.body).not.toContain('Nurse');
    }
    await steward.post('/steward');
    expect(steward.body).toContain('not yet acknowledged');
    expect(steward.body).not.toContain('501');
  });

  it('those who saw more through a link that was made again are told again', async () => {
    await seenAndUndone();
    const page = await scene.nurseLooks();
    await acknowledge(page, noticeOf(page.body));
    await scene.db.query(`update link set state = 'in-force'`);
    await seenAndUndone();
    expect(about((await scene.nurseLooks()).body)).toContain('2 times');
  });
});

describe('a report from a page that showed no match', () => {
  it('waits on the worklist until a steward says what they found', async () => {
    await scene.db.query(`update link set state = 'under-review'`);
    await scene.nurseReports();
    const steward = await scene.open();
    expect(steward.body).toContain('Reported from pages with no match: 1');
    expect(steward.body).toContain('CHI 140745 1243');
    const report = steward.field('report');
    await steward.post('/steward/report', { report, note: '' });
    expect(steward.status).toBe(400);
    await steward.post('/steward/report', { report, note: 'The wrong patient was open in the portal' });
    expect(steward.body).toContain('The report is settled');
    expect(steward.body).not.toContain('Reported from pages');
    const settled = (await scene.entries()).find(
      ({ entry }) => 'outcome' in entry && entry.outcome === 'report-settled',
    );
    expect(settled).toMatchObject({
      entry: { about: report },
      personal: { notes: 'The wrong patient was open in the portal' },
    });
  });

  it('about a restricted person names nobody to a steward off the list, and can not be settled by them', async () => {
    await scene.person('501', { restricted: true, surname: 'Hidden' });
    const page = await scene.looksInMosaic();
    await scene.post('/view/not-my-patient', { view: page.view, reason: 'unsure' }, { cookie: page.cookie });
    const steward = await scene.open();
    expect(steward.body).toContain('Withheld');
    expect(steward.body).not.toMatch(/HIDDEN|Mosaic 501/);
    const { rows } = await scene.db.query<{ id: string }>('select id from task');
    await steward.post('/steward/report', { report: rows[0]!.id, note: 'x' });
    expect(steward.status).toBe(403);
  });
});
