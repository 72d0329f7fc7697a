import { loadChanges, loadUndone, sendNext, type SentRow, type SentRowAnswer } from '@solway/identity';
import { instantOf, SolwayError } from '@solway/kernel';
import { countLinks, loadById, moveLink, recentLoads } from '@solway/store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { startMosaicLoader, UPLOAD_DOWN } from '../src/mosaic-loader.ts';
import { JEAN, JOAN, type StewardPage, StewardScene } from './steward-scene.ts';

// Promise 9: a row is stored or the sender is told that it was not; a retry never doubles it.

let fresh: FreshDatabase;
let scene: StewardScene;
const NEVER = new AbortController().signal;
let now = 1000;
const clock = () => instantOf((now += 1000));

/** A Mosaic that remembers every key, as the real door is asked to. */
class Taking {
  readonly held = new Map<string, string>();
  readonly answers = new Map<string, SentRowAnswer>();
  readonly batches: (readonly SentRow[])[] = [];
  applied = 0;
  refuse = new Map<string, string>();
  fault: 'none' | 'down' | 'after-half' | 'deaf' | 'bad-answer' = 'none';

  readonly send = (rows: readonly SentRow[]): Promise<readonly SentRowAnswer[]> => {
    this.batches.push(rows);
    if (this.fault === 'down') return Promise.reject(new SolwayError('source-down', 'down'));
    const taken = this.fault === 'after-half' ? rows.slice(0, Math.ceil(rows.length / 2)) : rows;
    const answers = taken.map((row) => this.take(row));
    if (this.fault === 'bad-answer') return Promise.reject(new SolwayError('source-error', 'odd'));
    if (this.fault !== 'none') return Promise.reject(new SolwayError('source-down', 'cut'));
    return Promise.resolve(answers);
  };

  take(row: SentRow): SentRowAnswer {
    const before = this.answers.get(row.key);
    if (before !== undefined) return before;
    const reason = this.refuse.get(row.personId);
    const answer: SentRowAnswer =
      reason === undefined
        ? { key: row.key, outcome: 'accepted' }
        : { key: row.key, outcome: 'rejected', reason };
    this.answers.set(row.key, answer);
    if (reason !== undefined) return answer;
    this.applied += 1;
    if (row.action === 'set') this.held.set(row.personId, row.chi);
    else this.held.delete(row.personId);
    return answer;
  }
}

beforeAll(async () => {
  fresh = await freshDatabase();
  scene = await StewardScene.create(fresh.db);
});
afterAll(async () => {
  await scene.app.close();
  await fresh.drop();
});

const links = new Map<string, string>();
beforeEach(async () => {
  await scene.begin();
  now = 1000;
  links.clear();
  for (const id of ['11', '12', '13', '14', '15']) {
    await scene.person(id);
    links.set(id, await scene.pair(id, id === '15' ? JOAN : JEAN, { state: 'in-force' }));
  }
});

async function made(): Promise<string> {
  const load = await loadChanges(fresh.db, 'schedule', clock());
  if (load.made !== 'load') throw new Error('nothing was made');
  return load.id;
}
async function sendAll(mosaic: Taking): Promise<void> {
  while ((await sendNext(fresh.db, mosaic.send, clock, NEVER)) !== undefined);
}
const counts = async (id: string) => {
  const load = await loadById(fresh.db, id);
  return [load?.accepted, load?.unchanged, load?.rejected, load?.waiting];
};

describe('a load', () => {
  it('sends what differs, records what became of each row, and then differs in nothing', async () => {
    const mosaic = new Taking();
    const id = await made();
    await sendAll(mosaic);
    expect(await counts(id)).toEqual([5, 0, 0, 0]);
    expect(mosaic.held.get('15')).toBe(JOAN);
    expect(await loadChanges(fresh.db, 'schedule', clock())).toEqual({ made: 'nothing' });
  });

  it('puts in the ledger that a number is given, before it is', async () => {
    const mosaic = new Taking();
    await made();
    let before = 0;
    await sendNext(
      fresh.db,
      async (rows) => {
        before = (await scene.kinds()).filter((kind) => kind === 'export').length;
        return mosaic.send(rows);
      },
      clock,
      NEVER,
    );
    expect(before).toBe(5);
  });

  it('is not stopped by a rejected row, which keeps its code', async () => {
    const mosaic = new Taking();
    mosaic.refuse.set('12', 'record-locked');
    const id = await made();
    await sendAll(mosaic);
    expect(await counts(id)).toEqual([4, 0, 1, 0]);
    const again = await loadChanges(fresh.db, 'schedule', clock());
    expect(again).toMatchObject({ made: 'load', rows: 1 });
  });

  it.each(['down', 'after-half', 'deaf'] as const)(
    'goes on where it was when Mosaic was "%s", and doubles nothing',
    async (fault) => {
      const mosaic = new Taking();
      const id = await made();
      mosaic.fault = fault;
      await expect(sendAll(mosaic)).rejects.toMatchObject({ code: 'source-down' });
      expect(await counts(id)).toEqual([0, 0, 0, 5]);
      mosaic.fault = 'none';
      await sendAll(mosaic);
      expect(await counts(id)).toEqual([5, 0, 0, 0]);
      expect(mosaic.applied).toBe(5);
      expect((await scene.kinds()).filter((kind) => kind === 'export')).toHaveLength(5);
    },
  );

  it('tries rows one at a time after an answer that can’t be used, and gives up on the one that is at fault', async () => {
    const mosaic = new Taking();
    const id = await made();
    const send = (rows: readonly SentRow[]) =>
      rows.some((row) => row.personId === '13')
        ? Promise.reject(new SolwayError('source-error', 'odd'))
        : mosaic.send(rows);
    for (let i = 0; i < 20; i += 1) await sendNext(fresh.db, send, clock, NEVER).catch(() => undefined);
    expect(await counts(id)).toEqual([4, 0, 1, 0]);
    const { rows } = await fresh.db.query(
      `select person_id, reason from mosaic_load_row where outcome = 'rejected'`,
    );
    expect(rows).toEqual([{ person_id: '13', reason: 'not-answered' }]);
  });

  it('does not send a number whose link was stopped after the load was made', async () => {
    const mosaic = new Taking();
    const id = await made();
    await moveLink(fresh.db, links.get('12')!, ['in-force'], 'suspended', 'somebody', clock());
    await sendAll(mosaic);
    expect(mosaic.held.has('12')).toBe(false);
    expect(await counts(id)).toEqual([4, 0, 1, 0]);
  });

  it('is one load, though it is asked for twice at once', async () => {
    const asked = [1, 2, 3].map(() => loadChanges(fresh.db, 'schedule', clock()));
    expect((await Promise.all(asked)).map((one) => one.made).sort()).toEqual(['load', 'nothing', 'nothing']);
    expect(await recentLoads(fresh.db, 10)).toHaveLength(1);
  });
});

describe('a link that is undone', () => {
  it('has its number taken back from Mosaic, once, without being asked', async () => {
    const mosaic = new Taking();
    await made();
    await sendAll(mosaic);
    await moveLink(fresh.db, links.get('11')!, ['in-force'], 'undone', 'council:steward', clock());
    expect(await loadUndone(fresh.db, clock())).toMatchObject({ made: 'load', rows: 1 });
    expect(await loadUndone(fresh.db, clock())).toEqual({ made: 'nothing' });
    await sendAll(mosaic);
    expect(mosaic.held.has('11')).toBe(false);
    expect(await loadUndone(fresh.db, clock())).toEqual({ made: 'nothing' });
  });

  it('is not tried again and again where Mosaic refuses', async () => {
    const mosaic = new Taking();
    await made();
    await sendAll(mosaic);
    await moveLink(fresh.db, links.get('11')!, ['in-force'], 'undone', 'council:steward', clock());
    mosaic.refuse.set('11', 'record-locked');
    await loadUndone(fresh.db, clock());
    await sendAll(mosaic);
    expect(await loadUndone(fresh.db, clock())).toEqual({ made: 'nothing' });
    expect(await loadChanges(fresh.db, 'schedule', clock())).toMatchObject({ made: 'load', rows: 1 });
  });
});

describe('the loader', () => {
  const started = (mosaic: Taking, granted = true) =>
    startMosaicLoader(fresh.db, {
      upload: { send: mosaic.send, close: () => Promise.resolve() },
      clock,
      granted: () => granted,
      idleMs: 5,
      onError: () => undefined,
    });
  const until = async (holds: () => Promise<boolean>): Promise<void> => {
    while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
  };
  const incidents = async () =>
    (await fresh.db.query('select kind from incident where ended_at is null')).rows.map(
      (row: { kind: string }) => row.kind,
    );

  it('says since when Mosaic takes nothing, and ends it when it does', async () => {
    const mosaic = new Taking();
    mosaic.fault = 'down';
    const id = await made();
    const loader = started(mosaic);
    await until(async () => (await incidents()).includes(UPLOAD_DOWN));
    mosaic.fault = 'none';
    await until(async () => (await incidents()).length === 0);
    await until(async () => (await counts(id))[0] === 5);
    await loader.stop();
    expect(await incidents()).toEqual([]);
  });

  it('sends nothing while no agreement grants it', async () => {
    const mosaic = new Taking();
    await made();
    const loader = started(mosaic, false);
    await new Promise((resolve) => setImmediate(resolve));
    await loader.stop();
    expect(mosaic.batches).toEqual([]);
  });
});

describe('the steward’s pages about loads', () => {
  let page: StewardPage;
  beforeEach(async () => {
    page = await scene.open();
  });
  const MULTIPART = 'multipart/form-data; boundary=b';
  async function sendFile(text: string | Buffer, origin = scene.us) {
    const head = `--b\r\ncontent-disposition: form-data; name="view"\r\n\r\n${page.view}\r\n--b\r\ncontent-disposition: form-data; name="file"; filename="x.csv"\r\ncontent-type: text/csv\r\n\r\n`;
    const payload = Buffer.concat([Buffer.from(head), Buffer.from(text), Buffer.from('\r\n--b--\r\n')]);
    return scene.app.inject({
      method: 'POST',
      url: '/steward/loads/send-file',
      headers: { 'content-type': MULTIPART, origin, cookie: page.cookie },
      payload,
    });
  }

  it('say what differs, make a load, and show each row with its reason in plain words', async () => {
    await page.post('/steward/loads');
    expect(page.body).toContain('5 to set, 0 to take back');
    await page.post('/steward/loads/make');
    expect(page.body).toContain('5 rows are stored');
    const mosaic = new Taking();
    mosaic.refuse.set('12', 'birth-date-disagrees');
    mosaic.refuse.set('13', 'a-code-of-their-own');
    await sendAll(mosaic);
    await page.post('/steward/loads/show', { load: page.field('load') });
    expect(page.body).toContain('The number says another date of birth than Mosaic holds');
    expect(page.body).toContain('Mosaic gave the code a-code-of-their-own');
  });

  it('give an error file that, corrected, can be sent as it is; and the same file twice is one load', async () => {
    const mosaic = new Taking();
    mosaic.refuse.set('12', 'other-chi-held');
    await page.post('/steward/loads/make');
    const load = page.field('load');
    await sendAll(mosaic);
    const file = await page.post('/steward/loads/errors', { load });
    expect(file.body).toContain(`12,${JEAN},set,other-chi-held,Mosaic holds another CHI number`);
    mosaic.refuse.clear();
    const corrected = file.body.replace(`12,${JEAN},set`, `12,${JEAN.replace(/^0/, '')},set`);
    expect((await sendFile(corrected)).body).toContain('1 row is stored');
    const twice = await sendFile(corrected);
    expect(twice.body).toContain('Nothing was sent twice');
    await sendAll(mosaic);
    expect(mosaic.held.get('12')).toBe(JEAN);
    expect(await recentLoads(fresh.db, 10)).toHaveLength(2);
  });

  it('judge a file row by row, and say of each that can’t be sent why', async () => {
    const answer = await sendFile(
      `\u{feff}Action;CHI;Person_ID;note\nset;1407451243;11;x\nset;1407451244;12;x\nset;;13;x\nset;99;13;x\nput;1407451243;13;x\nset;1407451243;=1+1;x\nset;1407451243;11;x\nset;0402070763;11;x\nwithdraw;1407451243;12;x\nset;1407451243\n`,
    );
    expect(answer.statusCode).toBe(200);
    const mosaic = new Taking();
    await sendAll(mosaic);
    const { rows } = await fresh.db.query<{ outcome: string; reason: string | null }>(
      'select outcome, reason from mosaic_load_row order by number',
    );
    expect(rows.map((row) => row.reason ?? row.outcome)).toEqual([
      'accepted',
      'chi-check-digit-wrong',
      'chi-missing',
      'chi-not-ten-digits',
      'action-unknown',
      'person-id-invalid',
      'row-doubled',
      'not-linked',
      'link-in-force',
      'wrong-number-of-cells',
    ]);
  });

  it.each([
    ['nothing', '', 'load-file-missing'],
    ['a spreadsheet', 'PK\u0003\u0004\u0000\u0000', 'upload-not-text'],
    ['a file without the columns', 'name\nJean\n', 'upload-column-missing'],
    ['an open quote', `person_id,chi,action\n"${'x'.repeat(70_000)}`, 'upload-unreadable'],
    ['a file that is too large', 'x'.repeat(10 * 1024 * 1024 + 1), 'load-file-too-large'],
  ])('refuse %s with a code, and store nothing', async (_what, text, code) => {
    const answer = await sendFile(text);
    expect(answer.body).toContain(code);
    expect(answer.body).toContain('Nothing was changed');
    expect(await recentLoads(fresh.db, 10)).toEqual([]);
  });

  it('take a file of many thousand rows', async () => {
    const lines = Array.from({ length: 50_000 }, (_, i) => `${i + 1000},${JEAN},set`);
    const answer = await sendFile(['person_id,chi,action', ...lines].join('\n'));
    expect(answer.body).toContain('50,000 rows are stored');
  });

  it('take no file from another site, and none without the page', async () => {
    expect((await sendFile('person_id,chi,action\n', 'https://evil.example')).statusCode).toBe(403);
    page = Object.assign(Object.create(page), {
      view: '00000000-0000-4000-8000-000000000000',
    }) as StewardPage;
    expect((await sendFile('person_id,chi,action\n')).statusCode).toBe(403);
    expect(await recentLoads(fresh.db, 10)).toEqual([]);
  });

  it('withhold a restricted person, and who shares their number, from a steward who is not on the list', async () => {
    await scene.person('16', { restricted: true, surname: 'Hidden' });
    await scene.pair('16', '0402070763', { state: 'in-force' });
    await scene.person('17', { surname: 'Sharer' });
    await scene.pair('17', '0402070763', { state: 'in-force' });
    const upload = await page.post('/steward/loads/upload-file');
    expect(upload.body).toContain('\r\n11,');
    expect(upload.body).not.toContain('\r\n16,');
    await page.post('/steward/loads/make');
    const mosaic = new Taking();
    mosaic.refuse.set('16', 'person-restricted');
    mosaic.refuse.set('17', 'chi-on-other-person');
    await sendAll(mosaic);
    const load = (await recentLoads(fresh.db, 1))[0]!.id;
    await page.post('/steward/loads/show', { load });
    expect(page.body).not.toContain('Hidden');
    expect(page.body).not.toContain('HIDDEN');
    expect(page.body).not.toContain('SHARER');
    expect(page.body).toContain('2 rows are withheld');
    const file = await page.post('/steward/loads/errors', { load });
    expect(file.body.trim().split('\r\n')).toHaveLength(1);
    await sendFile('person_id,chi,action\n16,0402070763,set\n');
    const { rows } = await fresh.db.query<{ reason: string }>(
      `select reason from mosaic_load_row where load_id <> $1`,
      [load],
    );
    expect(rows).toEqual([{ reason: 'not-linked' }]);
  });

  it('are for stewards alone', async () => {
    const answer = await scene.post('/steward/loads', { view: page.view }, { cookie: 'x=y' });
    expect(answer.statusCode).toBe(403);
    expect(await countLinks(fresh.db)).toMatchObject({ 'in-force': 5 });
  });
});
