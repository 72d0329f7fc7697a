import type { ChiNumber } from '@solway/kernel';
import { instantOf } from '@solway/kernel';
import { loadChiPeople } from '@solway/store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { chiRow, COUNCIL, JEAN, StewardScene } from './steward-scene.ts';

// Who else lives at the address of a case, on both sides: twins, a father and his son, and nobody who is restricted.

const TWIN = '0402070763' as ChiNumber;
const FATHER = '0402568877' as ChiNumber;

let fresh: FreshDatabase;
let scene: StewardScene;
beforeAll(async () => {
  fresh = await freshDatabase();
  scene = await StewardScene.create(fresh.db);
});
afterAll(() => fresh.drop());
beforeEach(async () => {
  await scene.begin();
  await scene.person('501');
  await scene.pair('501', JEAN);
});

const listed = (page: string): string => /aria-labelledby="household"[^]*?<\/section>/.exec(page)?.[0] ?? '';
const opened = async (): Promise<string> => listed((await (await scene.open()).next()).body);
const onChi = (over: Parameters<typeof chiRow>[0]) => loadChiPeople(scene.db, [chiRow(over)], instantOf(0));

describe('the household', () => {
  it('shows a twin and a namesake of either side, and says why they matter', async () => {
    await onChi({ chi: TWIN, forenames: ['Jane'], address: '1 HIGH STREET, Dumfries', postcode: 'dg11aa' });
    await onChi({ chi: FATHER, forenames: ['Jean'], birth_date: '1921-02-03' as never });
    await scene.person('502', { forenames: 'Jane' });
    const panel = await opened();
    expect(panel).toContain('SMITH, Jane');
    expect(panel).toContain('Mosaic 502');
    expect(panel).toContain('CHI 040207 0763');
    expect(panel.match(/A twin\?/g)).toHaveLength(3);
    expect(panel.match(/Another generation\?/g)).toHaveLength(1);
    // Nobody of the case itself.
    expect(panel).not.toContain('Mosaic 501');
    expect(panel).not.toContain('140745 1243');
  });

  it('is the house and not the street, and not those who have moved away or died', async () => {
    await scene.person('502', {
      addresses: [{ address: '3 High Street', postcode: 'DG1 1AA', current: true }],
    });
    await scene.person('503', {
      addresses: [
        { address: '1 High Street', postcode: 'DG1 1AA', current: false },
        { address: '9 Mill Brae', postcode: 'DG2 8AB', current: true },
      ],
    });
    await onChi({ chi: TWIN, death_date: '2020-01-01' as never });
    await onChi({ chi: FATHER, address: null });
    // JOAN, of the scene, is at the same house.
    expect((await opened()).match(/CHI \d{6} \d{4}|Mosaic \d+/g)).toEqual(['CHI 140745 1999']);
  });

  it('lists no restricted or protected person, on either side, to one who may not know of them, and leaves no trace', async () => {
    const before = await opened();
    await scene.person('777', { restricted: true, forenames: 'Hidden' });
    await onChi({ chi: TWIN, forenames: ['Hidden'] });
    await scene.pair('777', TWIN, { state: 'in-force' });
    await scene.person('778', { forenames: 'Earlier' });
    await scene.db.query(`update council_person set protected_identity = true where person_id = '778'`);
    expect(await opened()).toBe(before);
    const entries = await scene.entries();
    expect(JSON.stringify(entries)).not.toContain(TWIN);
    await scene.db.query(`insert into restricted_access values ('777', 'steward', '${COUNCIL}')`);
    expect(await opened()).toContain('SMITH, Hidden');
    expect(await opened()).not.toContain('Earlier');
  });

  it('each of the register who is listed is in the ledger under their number, before the page', async () => {
    await onChi({ chi: TWIN });
    await opened();
    const rows = await scene.db.query<{ subject_chi: string }>(
      `select subject_chi from ledger_entry where kind = 'review' order by 1`,
    );
    expect(rows.rows.map((row) => row.subject_chi)).toEqual([TWIN, JEAN, '1407451999']);
    const shown = (await scene.entries()).filter(
      ({ entry }) => 'outcome' in entry && entry.outcome === 'household-shown',
    );
    expect(shown).toHaveLength(2);
  });

  it('of a care home is cut short, and says how many more', async () => {
    for (let i = 0; i < 30; i += 1) await scene.person(String(600 + i), { forenames: `Person${i}` });
    const panel = await opened();
    expect(panel.match(/<tr role="row">/g)).toHaveLength(13);
    expect(panel).toContain('And 19 more');
  });
});
