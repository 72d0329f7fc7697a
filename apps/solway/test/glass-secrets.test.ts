import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { linkAs, PERSON } from '../../../packages/disclosure/test/walk-fixture.ts';
import { COUNCIL, LEAD, TwoHosts, WORKER } from './two-hosts.ts';

let hosts: TwoHosts;
beforeAll(async () => {
  hosts = await TwoHosts.begin();
});
afterAll(() => hosts.end());
beforeEach(() => hosts.reset());

const COUNCIL_LEAD = { ...LEAD, user: { id: 'council-lead', name: 'A Lead', role: 'governance-lead' } };
const CHI_SHOWN = '140745 1243';

const healthGlass = async (): Promise<string> => (await hosts.open(LEAD)).page.body;
const councilGlass = async (): Promise<string> => (await hosts.openInMosaic(COUNCIL_LEAD)).page.body;
const restrict = () => hosts.fresh.db.query('update council_person set restricted = true');

/** A page without what differs from one time of asking to the next. */
const settled = (page: string): string =>
  page.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}/g, 'id').replaceAll(/\d\d:\d\d(:\d\d)?/g, 'time');

describe('a secret of the council, behind the glass of the health board', () => {
  it.each([
    ['a person restricted in Mosaic', restrict],
    [
      'a person whom only the source, asked just now, knows to be restricted',
      () => (hosts.scene.mosaic.personMarks = ['restricted-person']),
    ],
    ['a protected identity', () => (hosts.scene.mosaic.personMarks = ['protected-identity'])],
  ])('%s reads exactly as one who is not matched', async (_, arrange) => {
    await linkAs(hosts.fresh.db, 'undone');
    await hosts.open();
    const unmatched = settled(await healthGlass());
    await hosts.reset();
    await arrange();
    await hosts.open();
    expect(settled(await healthGlass())).toBe(unmatched);
    expect(unmatched).toContain(CHI_SHOWN);
  });

  it('is not given away when a social worker who may not see the person opens them', async () => {
    await restrict();
    await hosts.openInMosaic();
    const glass = await healthGlass();
    expect(glass).toContain('A Worker');
    expect(glass).not.toContain(CHI_SHOWN);
    expect(glass).not.toMatch(/restrict/i);
  });

  it('is not given away by a task that the council raised', async () => {
    await restrict();
    await hosts.fresh.db.query('insert into restricted_access values ($1, $2, $3)', [
      PERSON,
      WORKER.id,
      COUNCIL,
    ]);
    await hosts.act('/view/not-my-patient', await hosts.openInMosaic());
    await hosts.fresh.db.query('truncate ledger_entry');
    const glass = await healthGlass();
    expect(glass).toContain('not my patient');
    expect(glass).not.toContain(CHI_SHOWN);
    expect(glass).not.toContain(WORKER.id);
    expect(await councilGlass()).toContain(CHI_SHOWN);
  });

  it('is not given away by a task about a person whom Mosaic holds twice', async () => {
    await hosts.fresh.db.query(
      `insert into task (id, kind, chi, detail, raised_by, raised_at)
       values (gen_random_uuid(), 'duplicate-council-records', '1407451243', '{}', 'solway', now())`,
    );
    expect(await healthGlass()).not.toContain(CHI_SHOWN);
    expect(await councilGlass()).toContain(CHI_SHOWN);
  });
});

describe('the patients of the health board, behind the glass of the council', () => {
  it.each(['undone', 'suspended', 'under-review'])(
    'one whose page showed nothing (link %s) is not named to the council',
    async (state) => {
      await linkAs(hosts.fresh.db, state);
      await hosts.open();
      const glass = await councilGlass();
      expect(glass).toContain('A Nurse');
      expect(glass).not.toContain(CHI_SHOWN);
    },
  );

  it('one whose social work record was shown is, since it is the council’s record', async () => {
    await hosts.open();
    expect(await councilGlass()).toContain(CHI_SHOWN);
  });

  it('the council reads why its own restricted person was not shown', async () => {
    await restrict();
    await hosts.open();
    expect(await councilGlass()).toContain('restriction');
  });
});
