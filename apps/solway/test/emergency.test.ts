import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LEAD, type Page, TwoHosts } from './two-hosts.ts';

let hosts: TwoHosts;
beforeAll(async () => {
  hosts = await TwoHosts.begin();
});
afterAll(() => hosts.end());
beforeEach(async () => {
  await hosts.reset();
  await hosts.fresh.db.query('truncate break_glass');
});

const WORDS = 'Found collapsed, and alone in the house';
const stranger = (): Promise<Page> => hosts.open({ relationship: undefined });
const break_ = (page: Page, form: Record<string, string> = {}) =>
  hosts.act('/view/emergency', page, { stated: 'yes', reason: 'serious-harm', words: WORDS, ...form });
const opening = (html: string): string => /name="opening" value="([^"]+)"/.exec(html)?.[1] ?? '';

describe('a practitioner in an emergency', () => {
  it('is warned, gives a reason, and sees the summary, which says until when', async () => {
    const page = await stranger();
    expect(page.page.body).toContain('Nothing is open to you here');
    const asked = await hosts.act('/view/emergency', page);
    expect(asked.body).toContain('Your privacy officer is told at once');
    expect(hosts.scene.mosaic.asked).toEqual([]);
    const opened = await break_(page);
    expect(opened.statusCode).toBe(200);
    expect(opened.body).toContain('Emergency access, until');
    expect(hosts.scene.mosaic.asked.length).toBeGreaterThan(0);
  });

  it('who leaves out the words is asked again, with the reason kept, and nothing is opened', async () => {
    const page = await stranger();
    const again = await break_(page, { words: 'help' });
    expect(again.statusCode).toBe(400);
    expect(again.body).toContain('Nothing has been opened');
    expect(again.body).toMatch(/value="serious-harm"[^>]*checked|checked[^>]*value="serious-harm"/);
    expect(hosts.scene.mosaic.asked).toEqual([]);
    expect((await hosts.fresh.db.query('select 1 from break_glass')).rowCount).toBe(0);
  });

  it('can not break the glass of another’s page, of another kind of page, or from another site', async () => {
    const page = await stranger();
    const elsewhere = await hosts.post(
      '/view/emergency',
      { view: page.view, stated: 'yes' },
      { cookie: page.cookie },
    );
    expect(elsewhere.statusCode).toBe(403);
    expect((await break_({ ...page, cookie: '' })).statusCode).toBe(403);
    expect((await break_(await hosts.open(LEAD))).statusCode).toBe(403);
    expect(hosts.scene.mosaic.asked).toEqual([]);
  });

  it('who has left the directory opens nothing', async () => {
    const page = await stranger();
    await hosts.fresh.db.query(`update staff set left_on = current_date where user_id = 'nurse'`);
    expect((await break_(page)).statusCode).toBe(403);
    expect(hosts.scene.mosaic.asked).toEqual([]);
  });
});

describe('the privacy officer', () => {
  it('is told, reads why and what was shown, and records what was found', async () => {
    await break_(await stranger());
    const lead = await hosts.open(LEAD);
    expect(lead.page.body).toContain('Emergency access was used');
    const list = await hosts.act('/emergency', lead);
    expect(list.body).toContain(WORDS);
    expect(list.body).toContain('140745 1243');
    const done = await hosts.act('/emergency/review', lead, {
      opening: opening(list.body),
      outcome: 'justified',
      notes: 'Attended by ambulance',
    });
    expect(done.body).toContain('The review is recorded');
    expect(done.body).toContain('None waits for review');
    const reviews = (await hosts.scene.ledger()).filter(
      ({ entry }) => entry.kind === 'review' && entry.of === 'break-glass' && entry.outcome === 'justified',
    );
    expect(reviews).toMatchObject([{ personal: { notes: 'Attended by ambulance' } }]);
    expect((await hosts.act('/glass', lead)).body).not.toContain('Emergency access was used');
  });

  it('of the other side is told that it was used, and reads neither whom nor why', async () => {
    await break_(await stranger());
    const council = await hosts.openInMosaic({
      ...LEAD,
      user: { id: 'council-lead', name: 'C', role: 'governance-lead' },
    });
    expect(council.page.body).toContain('Emergency access was used');
    const list = await hosts.act('/emergency', council);
    expect(list.body).not.toContain(WORDS);
    expect(list.body).toContain('None waits for review');
  });

  it.each([
    ['an outcome of its own', { outcome: 'fine', notes: 'All well' }],
    ['no notes', { outcome: 'justified', notes: ' ' }],
    ['an opening that is not known', { outcome: 'justified', notes: 'All well', opening: '0'.repeat(36) }],
    ['SQL', { outcome: 'justified', notes: 'All well', opening: "' or true --" }],
  ])('who sends %s records nothing, and is told', async (_, form) => {
    await break_(await stranger());
    const lead = await hosts.open(LEAD);
    const list = await hosts.act('/emergency', lead);
    const answer = await hosts.act('/emergency/review', lead, { opening: opening(list.body), ...form });
    expect(answer.body).toContain('Nothing was recorded');
    expect(
      (await hosts.fresh.db.query('select 1 from break_glass where reviewed_at is not null')).rowCount,
    ).toBe(0);
  });
});

describe('the record of refusals', () => {
  it('names nobody to the health board whom a social worker without a connection asked for', async () => {
    await hosts.openInMosaic({ relationship: undefined });
    const lead = await hosts.open(LEAD);
    expect(lead.page.body).not.toContain('140745 1243');
  });
});
