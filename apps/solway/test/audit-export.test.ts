import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instantOf } from '@solway/kernel';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CHI, HEALTH } from '../../../packages/disclosure/test/walk-fixture.ts';
import { exportAuditEvents } from '../src/audit-export.ts';
import { TwoHosts } from './two-hosts.ts';

let hosts: TwoHosts;
let folder: string;
beforeAll(async () => {
  hosts = await TwoHosts.begin();
});
afterAll(() => hosts.end());
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'audit-'));
  await hosts.reset();
});
afterEach(() => rmSync(folder, { recursive: true }));

const month = (): string => new Date().toISOString().slice(0, 7);
async function exported(organisation: string) {
  const out = join(folder, `${organisation}.ndjson`);
  const at = instantOf(Date.now());
  const count = await exportAuditEvents(hosts.fresh.db, {
    organisation,
    month: month(),
    out,
    server: 'https://s',
    at,
  });
  const text = readFileSync(out, 'utf8');
  const events =
    text.trim() === ''
      ? []
      : text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as { id: string });
  expect(events).toHaveLength(count);
  return { text, events };
}

describe('audit events of a month', () => {
  it('are each organisation’s own: the decision, the read and the receipt; or the disclosure at its source', async () => {
    await hosts.open();
    const board = await exported(HEALTH);
    expect(board.events).toHaveLength(3);
    expect(board.text).toContain(CHI);
    const council = await exported('dumfries-and-galloway-council');
    expect(council.events).toHaveLength(1);
    expect(council.text).toContain('"501"');
    expect(council.text).not.toContain(CHI);
    const written = await hosts.fresh.db.query(`select 1 from ledger_entry where kind = 'export'`);
    expect(written.rowCount).toBe(2);
  });

  it('say nothing to the holder of a look that was refused', async () => {
    await hosts.fresh.db.query(`update council_person set restricted = true`);
    await hosts.open();
    expect((await exported(HEALTH)).events).toHaveLength(1);
    expect((await exported('dumfries-and-galloway-council')).events).toEqual([]);
  });

  it('are written to no file that is there, and for no party that the agreement does not know', async () => {
    await exported(HEALTH);
    await expect(exported(HEALTH)).rejects.toMatchObject({ code: 'audit-file-exists' });
    await expect(exported('somebody')).rejects.toMatchObject({ code: 'audit-organisation-unknown' });
  });
});
