import { agreementInForce, agreementVersions } from '@solway/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HEALTH } from '../../../packages/disclosure/test/walk-fixture.ts';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { demonstrationAgreement } from '../src/agreement-in-force.ts';
import { COUNCIL, GovernanceScene, PORTAL, type Session, US } from './governance-scene.ts';

// The agreement's addresses, as whoever is not meant to use them would use them.

let fresh: FreshDatabase;
let scene: GovernanceScene;
let lead: Session;
beforeAll(async () => {
  fresh = await freshDatabase();
  scene = await GovernanceScene.begin(fresh.db);
  lead = await scene.open(COUNCIL, 'governance-lead');
});
afterAll(async () => {
  await scene.end();
  await fresh.drop();
});

const PATHS = [
  'read compare replay ask assess sign-page edit-page edit change download pdf text draft comment consult withdraw',
  'sign approve review decide assess/step assess/risk assess/advise assess/sign-off',
]
  .join(' ')
  .split(' ')
  .map((path) => `/agreement/${path}`);

describe('every address of the agreement', () => {
  it('opens for nobody who is not an officer, from no other page and no other browser', async () => {
    const version = await scene.versionId('2.0');
    const launched = await scene.practitioner();
    const { handle } = launched.json<{ handle: string }>();
    const viewer = await scene.app.inject({
      method: 'POST',
      url: '/view',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: PORTAL },
      payload: new URLSearchParams({ handle }).toString(),
    });
    const practitioner = {
      cookie: String(viewer.headers['set-cookie']).split(';')[0] ?? '',
      view: /data-view="([^"]+)"/.exec(viewer.body)?.[1] ?? '',
    };
    for (const path of ['/agreement', ...PATHS]) {
      expect((await scene.act(practitioner, path, { version })).statusCode, path).toBe(403);
      expect((await scene.act({ ...lead, cookie: '' }, path, { version })).statusCode, path).toBe(403);
      const elsewhere = await scene.app.inject({
        method: 'POST',
        url: path,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          origin: 'https://elsewhere.example',
          cookie: lead.cookie,
        },
        payload: new URLSearchParams({ view: lead.view, version }).toString(),
      });
      expect(elsewhere.statusCode, path).toBe(403);
      expect((await scene.app.inject({ method: 'GET', url: path })).statusCode, path).toBe(404);
    }
  });

  it('answers a version that is not there, or is no id, with a page and a code', async () => {
    for (const path of PATHS.filter((one) => one !== '/agreement/text')) {
      for (const version of [
        '',
        'x',
        '00000000-0000-0000-0000-000000000000',
        `'; drop table agreement; --`,
      ]) {
        const answer = await scene.act(lead, path, { version });
        expect(answer.statusCode, path).toBe(404);
        expect(answer.body).toContain('agreement-unknown');
      }
    }
  });
});

describe('an upload', () => {
  const upload = (content: string | Buffer, session: Session = lead) => {
    const edge = 'edge';
    const part = (head: string, body: string | Buffer) =>
      Buffer.concat([
        Buffer.from(`--${edge}\r\ncontent-disposition: form-data; ${head}\r\n\r\n`),
        Buffer.from(body),
        Buffer.from('\r\n'),
      ]);
    return scene.app.inject({
      method: 'POST',
      url: '/agreement/upload',
      headers: {
        'content-type': `multipart/form-data; boundary=${edge}`,
        origin: US,
        cookie: session.cookie,
      },
      payload: Buffer.concat([
        part('name="view"', session.view),
        part('name="file"; filename="a.yaml"\r\ncontent-type: text/yaml', content),
        Buffer.from(`--${edge}--\r\n`),
      ]),
    });
  };

  it('becomes a draft', async () => {
    const answer = await upload(demonstrationAgreement().replace("version: '2.0'", "version: '2.5'"));
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('The file is a draft now');
    expect((await agreementVersions(scene.db))[0]).toMatchObject({ version: '2.5', state: 'draft' });
  });

  it('with faults comes back whole, each fault beside its line, and is no draft', async () => {
    const before = (await agreementVersions(scene.db)).length;
    const text = demonstrationAgreement().replace('item: equipment', 'item: shoe-size');
    const line = text.slice(0, text.indexOf('item: shoe-size')).split('\n').length;
    const answer = await upload(text);
    expect(answer.body).toContain(`Line ${line}: “shoe-size” is not an item that Solway knows`);
    expect(answer.body).toContain('So that equipment already in the home');
    expect((await agreementVersions(scene.db)).length).toBe(before);
    // Put right in the page, it is taken.
    const mended = await scene.act(lead, '/agreement/text', {
      text: text.replace('shoe-size', 'equipment').replace("version: '2.0'", "version: '2.6'"),
    });
    expect(mended.body).toContain('The file is a draft now');
  });

  it.each([
    ['nothing', ''],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3])],
    ['markup', '<script>alert(1)</script>'],
    ['a bomb of aliases', 'a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n'],
  ])('of %s is refused in words', async (_, content) => {
    const before = (await agreementVersions(scene.db)).length;
    const answer = await upload(content);
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('A file that was not taken');
    expect(answer.body).not.toContain('<script>alert');
    expect((await agreementVersions(scene.db)).length).toBe(before);
  });

  it('is refused to who is no lead', async () => {
    const dpo = await scene.open(HEALTH, 'data-protection-officer');
    const answer = await upload(demonstrationAgreement().replace("version: '2.0'", "version: '9.0'"), dpo);
    expect(answer.statusCode).toBe(403);
    expect(answer.body).toContain('agreement-not-allowed');
  });
});

describe('a file that is given out', () => {
  it('is the text, or a PDF, and is kept by the browser and not shown as a page', async () => {
    const version = await scene.versionId('2.0');
    const text = await scene.act(lead, '/agreement/download', { version });
    expect(text.body).toBe(demonstrationAgreement());
    expect(text.headers['content-disposition']).toBe('attachment; filename="agreement-2.0.yaml"');
    const pdf = await scene.act(lead, '/agreement/pdf', { version });
    expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.headers['x-content-type-options']).toBe('nosniff');
  });
});

describe('a form that somebody has tampered with', () => {
  it.each([
    ['a part that is none', { part: 'constructor', shown: '1' }],
    ['a clause of no item', { part: 'clause.__proto__', shown: '1' }],
    ['another revision', { part: 'scope', shown: '77', words: 'x' }],
    ['no revision', { part: 'scope', words: 'x' }],
  ])('is refused with a code: %s', async (_, form) => {
    const version = await scene.versionId('2.5');
    const answer = await scene.act(lead, '/agreement/change', { version, ...form });
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.statusCode).toBeLessThan(500);
    expect(answer.body).toMatch(/<code>agreement-[a-z]+<\/code>/);
  });

  it.each([
    ['a blank section', { part: 'scope', words: '  ' }],
    [
      'a clause for nobody',
      { part: 'clause.equipment', level: '2', why: 'x', frequency: 'x', retention: 'x' },
    ],
    [
      'a level that is none',
      { part: 'clause.equipment', level: '9', to: 'clinical', why: 'x', frequency: 'x', retention: 'x' },
    ],
    ['a date that is none', { part: 'front', number: '2.5', title: 'T', level: '2', start: '2026-02-31' }],
  ])('comes back with what was sent and why: %s', async (_, form) => {
    const version = await scene.versionId('2.5');
    const answer = await scene.act(lead, '/agreement/change', { version, shown: '1', ...form });
    expect(answer.body).toContain('This was not taken');
    expect((await agreementVersions(scene.db)).find((row) => row.version_id === version)?.revision).toBe(1);
  });

  it('adds a clause for an item that had none, and takes one out', async () => {
    const version = await scene.versionId('2.5');
    const gone = await scene.act(lead, '/agreement/change', {
      version,
      shown: '1',
      part: 'clause.equipment',
      act: 'remove',
    });
    expect(gone.body).toContain('Clause C13: Equipment is changed');
    const back = await scene.act(lead, '/agreement/change', {
      version,
      shown: '2',
      part: 'clause.equipment',
      level: '2',
      to: ['clinical', 'health-admin'],
      purposes: ['direct-care'],
      why: 'To plan.',
      conditions: 'One thing.\r\n\r\nAnother.',
      legalBasis: 'health-and-social-care',
      frequency: 'each time',
      retention: 'not kept',
    });
    expect(back.body).toContain('New clause: Equipment is changed');
    const text = (await scene.act(lead, '/agreement/download', { version })).body;
    expect(text).toMatch(/clause: C21\n\s+item: equipment\n\s+level: 2/);
    expect(text).toContain('# Who works for whom.');
  });
});

it('a version that is altered in the database behind its signatures decides nothing', async () => {
  await scene.db.query(`update agreement set text = replace(text, 'minutes: 30', 'minutes: 240')`);
  const { AgreementWatch } = await import('../src/agreement-in-force.ts');
  const other = new AgreementWatch(scene.db, () => new Date().toISOString() as never);
  await expect(other.refresh()).rejects.toMatchObject({ code: 'agreement-text-altered' });
  expect(other.current()).toBeUndefined();
  expect(await agreementInForce(scene.db, new Date().toISOString() as never)).toBeDefined();
});
