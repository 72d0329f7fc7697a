import { randomUUID } from 'node:crypto';
import type { ChiNumber, Instant, IsoDate, MosaicPersonId, UserId, ViewId } from '@solway/kernel';
import {
  closeView,
  findView,
  type LaunchRow,
  loadChiPeople,
  loadCouncilPeople,
  migrate,
  openDatabase,
  openView,
  readCouncilPeople,
  replaceStaff,
  storeLaunch,
  whyNotOpened,
} from '@solway/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from './fresh-database.ts';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

const at = (seconds: number): Instant =>
  new Date(Date.UTC(2026, 10, 23, 10, 0, seconds)).toISOString() as Instant;
const browser = Buffer.from('the browser that opened it');

function launchRow(over: Partial<LaunchRow> = {}): LaunchRow {
  return {
    handle_hash: Buffer.from(randomUUID()),
    client_id: 'orion-portal',
    organisation: 'nhs',
    origin: 'http://localhost:8081',
    host_session: randomUUID(),
    kind: 'summary',
    user_id: 'nurse' as UserId,
    user_name: 'A Nurse',
    role: 'community-nurse',
    purpose: 'direct-care',
    relationship: 'caseload',
    stated_purpose: null,
    chi: '0101011237' as ChiNumber,
    person_id: null,
    birth_date: '2001-01-01' as IsoDate,
    app_context: null,
    correlation_id: 'c',
    created_at: at(0),
    expires_at: at(60),
    ...over,
  };
}

async function launched(over: Partial<LaunchRow> = {}): Promise<LaunchRow> {
  const row = launchRow(over);
  await storeLaunch(fresh.db, row, { jti: randomUUID(), expiresAt: at(60) });
  return row;
}

const opening = (launch: LaunchRow, now: Instant, origin = launch.origin) => ({
  handleHash: launch.handle_hash,
  origin,
  viewId: randomUUID() as ViewId,
  browserHash: browser,
  now,
  expiresAt: at(1800),
});

describe('migrations', () => {
  it('run once, and a second start finds nothing to do', async () => {
    expect(await migrate(fresh.db)).toEqual([]);
  });

  it('refuse a database whose past was edited, and one from a newer version', async () => {
    const other = await freshDatabase();
    const db = openDatabase(other.url);
    await db.query(`update migration set digest = 'edited'`);
    await expect(migrate(db)).rejects.toMatchObject({ code: 'store-migration-changed' });
    await db.query(`update migration set name = '9999-later.sql' where name like '0001%'`);
    await expect(migrate(db)).rejects.toMatchObject({ code: 'store-newer' });
    await db.end();
    await other.drop();
  });
});

describe('a launch', () => {
  it('is opened by the first opener only, even when many open at once', async () => {
    const launch = await launched();
    const openings = await Promise.all(
      Array.from({ length: 12 }, () => openView(fresh.db, opening(launch, at(5)))),
    );
    expect(openings.filter((one) => one !== undefined)).toHaveLength(1);
    expect(await whyNotOpened(fresh.db, launch.handle_hash, launch.origin, at(6))).toMatchObject({
      reason: 'replayed',
    });
  });

  it('is not opened after its time', async () => {
    const launch = await launched();
    expect(await openView(fresh.db, opening(launch, at(60)))).toBeUndefined();
    expect(await whyNotOpened(fresh.db, launch.handle_hash, launch.origin, at(60))).toMatchObject({
      reason: 'expired',
    });
  });

  it('is spent by an opener at another origin, who gets nothing', async () => {
    const launch = await launched();
    expect(await openView(fresh.db, opening(launch, at(5), 'http://evil.example'))).toBeUndefined();
    expect(await whyNotOpened(fresh.db, launch.handle_hash, 'http://evil.example', at(5))).toMatchObject({
      reason: 'wrong-origin',
    });
    expect(await openView(fresh.db, opening(launch, at(6)))).toBeUndefined();
  });

  it('can be asked for once by one assertion', async () => {
    const jti = randomUUID();
    expect(await storeLaunch(fresh.db, launchRow(), { jti, expiresAt: at(60) })).toBe(true);
    expect(await storeLaunch(fresh.db, launchRow(), { jti, expiresAt: at(60) })).toBe(false);
  });
});

describe('a view', () => {
  it('closes when its host session opens another person', async () => {
    const first = await launched();
    const opened = await openView(fresh.db, opening(first, at(5)));
    const second = await launched({ host_session: first.host_session });
    await openView(fresh.db, opening(second, at(6)));
    expect(await findView(fresh.db, opened!.view.view_id, browser, at(7))).toMatchObject({
      refused: 'closed',
    });
  });

  it('answers the browser that opened it, and no other, until its time is up', async () => {
    const opened = await openView(fresh.db, opening(await launched(), at(5)));
    const id = opened!.view.view_id;
    expect(await findView(fresh.db, id, browser, at(7))).toMatchObject({ view: { view_id: id } });
    expect(await findView(fresh.db, id, Buffer.from('another'), at(7))).toMatchObject({
      refused: 'second-browser',
    });
    expect(await findView(fresh.db, id, browser, at(1800))).toMatchObject({ refused: 'expired' });
    expect(await findView(fresh.db, randomUUID() as ViewId, browser, at(7))).toMatchObject({
      refused: 'unknown-view',
    });
    expect(await closeView(fresh.db, id, 'closed', at(8))).toBe(true);
    expect(await closeView(fresh.db, id, 'closed', at(8))).toBe(false);
  });
});

describe('what a decision rests on', () => {
  it('is read with the view: person, links, restriction for this user, directory', async () => {
    const chi = '0211165794' as ChiNumber;
    const person = '77' as MosaicPersonId;
    await loadChiPeople(fresh.db, [chiPerson(chi)], at(0));
    await loadCouncilPeople(fresh.db, [councilPerson(person, true)], at(0));
    await fresh.db.query(
      `insert into link (id, person_id, chi, state, match_weight, explanation, made_by, changed_at)
       values (gen_random_uuid(), $1, $2, 'in-force', 20, '{}', 'test', now())`,
      [person, chi],
    );
    const staff = { organisation: 'nhs', role: 'community-nurse', name: 'N', team: null };
    await replaceStaff(
      fresh.db,
      'nhs',
      [{ ...staff, user_id: 'nurse', training_completed: '2026-01-05' as IsoDate }],
      '2026-11-23' as IsoDate,
    );
    const opened = await openView(fresh.db, opening(await launched({ chi }), at(5)));
    expect(opened!.context).toMatchObject({
      patient: { chi, surname: 'Smith', birthDate: '1965-11-02' },
      links: [{ personId: person, state: 'in-force', restricted: true, allowListed: false }],
      staff: { trainingCompleted: '2026-01-05' },
    });
    await fresh.db.query('insert into restricted_access values ($1, $2, $3)', [person, 'nurse', 'nhs']);
    await replaceStaff(fresh.db, 'nhs', [], '2026-11-23' as IsoDate);
    const again = await openView(fresh.db, opening(await launched({ chi }), at(5)));
    expect(again!.context.links[0]).toMatchObject({ allowListed: true });
    expect(again!.context.staff).toBeNull();
  });
});

describe('people', () => {
  it('keep their dates as dates, and a second load replaces the first', async () => {
    const id = '501' as MosaicPersonId;
    await loadCouncilPeople(fresh.db, [councilPerson(id, false)], at(0));
    await loadCouncilPeople(fresh.db, [{ ...councilPerson(id, false), surname: 'Brown' }], at(1));
    const rows = (await readCouncilPeople(fresh.db)).filter((row) => row.person_id === id);
    expect(rows).toMatchObject([{ surname: 'Brown', birth_date: '1965-11-02', previous_surnames: ['Kerr'] }]);
  });
});

function councilPerson(id: MosaicPersonId, restricted: boolean) {
  return {
    person_id: id,
    title: 'Mrs',
    forenames: 'Jean',
    surname: 'Smith',
    known_as: null,
    previous_surnames: ['Kerr'],
    birth_date: '1965-11-02' as IsoDate,
    sex: 'female' as const,
    addresses: [{ address: '1 High Street', postcode: 'DG1 1AA', current: true }],
    telephones: [],
    context: 'adult' as const,
    restricted,
    protection: false,
    chi_held: null,
  };
}

function chiPerson(chi: ChiNumber) {
  return {
    chi,
    surname: 'Smith',
    forenames: ['Jean'],
    known_as: null,
    birth_surname: null,
    previous_surnames: [],
    mother_birth_surname: null,
    birth_date: '1965-11-02' as IsoDate,
    sex: 'female' as const,
    death_date: null,
    address: null,
    postcode: null,
    previous_postcodes: [],
    gp_practice: null,
  };
}
