import { generateKeyPairSync } from 'node:crypto';
import { instantOf } from '@solway/kernel';
import { signHead } from '@solway/ledger';
import { sequenceLeaves } from '@solway/store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Watching } from '../src/watching/round.ts';
import { LEAD, type Page, TwoHosts } from './two-hosts.ts';

// Figures of what was disclosed and refused, as officers of both organisations see them.

let hosts: TwoHosts;
const key = generateKeyPairSync('ed25519').privateKey;
beforeAll(async () => {
  hosts = await TwoHosts.begin();
});
afterAll(() => hosts.end());
beforeEach(async () => {
  await hosts.fresh.db.query(
    'truncate report_day, watch_cursor, watch_unjudged, finding, ledger_head, ledger_node, ledger_accumulator cascade',
  );
  await hosts.reset();
});

async function looks(count: number, over: Record<string, unknown> = {}): Promise<void> {
  for (let i = 0; i < count; i += 1) await hosts.open(over);
}
async function judge(): Promise<void> {
  const at = instantOf(Date.now());
  await sequenceLeaves(hosts.fresh.db, { logId: 't', limit: 5000, at, sign: (head) => signHead(head, key) });
  const watching = new Watching(hosts.fresh.db, {
    clock: () => at,
    council: () => 'dumfries-and-galloway-council',
    onError: (error) => {
      throw error;
    },
  });
  while ((await watching.round()) > 0);
}
const lead = (): Promise<Page> => hosts.open(LEAD);
const council = (): Promise<Page> =>
  hosts.openInMosaic({ ...LEAD, user: { id: 'council-lead', name: 'N', role: 'governance-lead' } });
const csv = async (who: Page, form: Record<string, string> = {}) =>
  (await hosts.act('/reports/csv', who, form)).body;

describe('the figures', () => {
  it('count each entry once, hide small numbers, and name the clauses that were not used', async () => {
    await looks(6);
    await looks(2, { purpose: 'adult-protection' });
    await judge();
    await judge();
    const page = await hosts.act('/reports', await lead());
    expect(page.statusCode).toBe(200);
    const text = await csv(await lead());
    expect(text).toContain('Pages shown to our staff,8\r\n');
    // Two alone would be given back by the total, so six is hidden with it.
    expect(text).toContain('adult protection,not shown,0,0\r\n');
    expect(text).toContain('direct care,not shown,0,0\r\n');
    expect(text).toContain('community nurse,8,0,0\r\n');
    expect(text).toMatch(/Clauses under which nothing was shown\r\n.*C/);
    const written = await hosts.fresh.db.query(
      `select 1 from ledger_entry where kind = 'export' and leaf like '%"what":"report"%'`,
    );
    expect(written.rowCount).toBe(1);
  });

  it('tell the holder what was shown of its record, and not who asked in vain', async () => {
    await looks(6);
    await hosts.fresh.db.query('update council_person set restricted = true');
    await looks(7);
    await judge();
    const theirs = await csv(await council());
    expect(theirs).toContain('Pages of our record shown to others,6\r\n');
    expect(theirs).toContain('Refused to our staff,0\r\n');
    const ours = await csv(await lead());
    expect(ours).toContain('Refused to our staff,7\r\n');
    expect(ours).not.toContain('restriction');
  });

  it('are of the days asked for; of what is no period, of the year so far', async () => {
    await looks(6);
    await judge();
    const before = await csv(await lead(), { from: '2020-01-01', to: '2020-12-31' });
    expect(before).toContain('Pages shown to our staff,0\r\n');
    for (const form of [
      { from: '2020-13-01', to: 'x' },
      { from: '2030-01-01', to: '2020-01-01' },
    ])
      expect(await csv(await lead(), form)).toContain('Pages shown to our staff,6\r\n');
  });

  it('hold no cell that a spreadsheet would run', async () => {
    await hosts.fresh.db.query(`update staff set team = '=1+1,"x"' where user_id = 'nurse'`);
    await looks(6);
    await judge();
    expect(await csv(await lead())).toContain(`"'=1+1,""x""",6`);
  });
});
