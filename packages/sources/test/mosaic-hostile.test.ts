import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { CouncilItem } from '@solway/record';
import {
  createMosaicPopulation,
  createMosaicRestrictions,
  createMosaicSource,
  type PopulationSource,
  type Source,
  type SourceAnswer,
} from '../src/index.ts';
import { CUT_MARK } from '../src/mapping/text-limits.ts';
import { type MosaicDatabase, startMosaicDatabase } from './support/mosaic-database.ts';
import { addAlerts, addPerson, addTeams } from './support/social-work-records.ts';
import { TcpProxy } from './support/tcp-proxy.ts';

const PERSON = '8000000001';

describe('a Mosaic reporting database that does not behave', () => {
  let database: MosaicDatabase;
  let proxy: TcpProxy;
  let source: Source;
  let population: PopulationSource;

  beforeAll(async () => {
    database = await startMosaicDatabase();
    await addTeams(database);
    await addPerson(database, PERSON);
    proxy = await TcpProxy.before(database.port);
    const connectionString = `postgresql://postgres@127.0.0.1:${proxy.port}/mosaic`;
    source = createMosaicSource({
      name: 'Mosaic',
      connectionString,
      connections: 2,
      nowMs: () => Date.parse('2026-11-20T09:30:00Z'),
    });
    population = createMosaicPopulation({ name: 'Mosaic', connectionString, batchRows: 50 });
  });
  afterEach(async () => {
    if (proxy.mode.kind !== 'pass') proxy.become({ kind: 'pass' });
    const { rows } = await database.run(`select tablename from pg_tables where schemaname = 'public'
      and tablename not in ('dm_persons', 'organisations', 'workers', 'dm_personal_rel_types', 'watermarks')`);
    for (const { tablename } of rows) await database.run(`delete from ${String(tablename)}`);
  });
  afterAll(async () => {
    await Promise.all([source.close(), population.close()]);
    await proxy.close();
    await database.stop();
  });

  const ask = (
    item: CouncilItem,
    { limit = 20, signal = new AbortController().signal } = {},
  ): Promise<SourceAnswer> => source.fetch(item, { personId: PERSON, limit, signal });
  async function answered(item: CouncilItem, limit = 20) {
    const answer = await ask(item, { limit });
    if (answer.state !== 'answered') throw new Error(answer.detail);
    return answer;
  }

  test('a date in the year 0202 leaves the entry, and the date is set aside', async () => {
    await database.run(
      `insert into care_packages values (1, $1, 'HC', 'Home care', 2, null, 'CURRENT', '0202-03-04', '0202-03-05')`,
      [PERSON],
    );
    await database.run(
      `insert into legal_powers values (1, $1, 'POA_WELFARE', 'A Holder', null, null, '2025-01-01', '9999-12-31')`,
      [PERSON],
    );
    const packages = await answered('care-packages');
    expect(packages.entries[0]?.content).toEqual({
      service: 'Home care',
      provider: 'Test Home Care',
      status: 'current',
    });
    expect(packages.setAside.map((one) => [one.code, one.entryShown])).toEqual([
      ['date-impossible', true],
      ['date-impossible', true],
    ]);
    const powers = await answered('legal-powers');
    expect(powers.entries[0]?.content).toEqual({
      kind: 'welfare-power-of-attorney',
      holder: 'A Holder',
      start: '2025-01-01',
    });
    expect(powers.setAside).toHaveLength(1);
  });

  test('an end in the year 0202 is no end: a registration is not lost over a slip', async () => {
    await database.run(
      `insert into registrations values (1, $1, 'CP', 'CP_REGISTERED', null, null, 'N', 1, '2026-01-01', '0202-01-01')`,
      [PERSON],
    );
    const answer = await answered('child-protection');
    expect(answer.entries[0]?.content).toMatchObject({
      type: 'On the child protection register',
      unborn: false,
    });
    expect(answer.setAside).toMatchObject([{ code: 'date-impossible', entryShown: true }]);
  });

  test('a date that PostgreSQL has and the calendar has not does no harm', async () => {
    await database.run(
      `insert into equipment values (1, $1, 'Hoist', '-infinity', null), (2, $1, 'Rail', '0044-03-15 BC', null)`,
      [PERSON],
    );
    const answer = await answered('equipment');
    expect(answer.entries.map((entry) => entry.content)).toEqual(
      [{ description: 'Hoist' }, { description: 'Rail' }].reverse(),
    );
    expect(answer.setAside.map((one) => one.code)).toEqual(['date-impossible', 'date-impossible']);
  });

  test('NULL where there should be something is set aside with what was missing', async () => {
    await database.run(
      `insert into care_packages values (1, $1, 'HC', 'Home care', null, null, null, null, null)`,
      [PERSON],
    );
    await database.run(`insert into alerts (alert_id, person_id) values (1, $1)`, [PERSON]);
    await database.run(`insert into assessments (assessment_id, person_id, status) values (1, $1, 'DUE')`, [
      PERSON,
    ]);
    for (const item of ['care-packages', 'alerts-and-hazards', 'assessments'] as const) {
      const answer = await answered(item);
      expect(answer.entries).toEqual([]);
      expect(answer.setAside).toMatchObject([{ code: 'required-value-missing', entryShown: false }]);
    }
  });

  test('an optional NULL is absent, not a default', async () => {
    await database.run(
      `insert into legal_powers values (1, $1, 'GUARDIANSHIP', 'A Holder', null, null, null, null)`,
      [PERSON],
    );
    expect((await answered('legal-powers')).entries[0]?.content).toEqual({
      kind: 'guardianship',
      holder: 'A Holder',
    });
  });

  test('a note of ten megabytes does not cross the wire: what is shown is cut, and said', async () => {
    await database.run(
      `insert into case_notes values (1, $1, 'VISIT', 'Long', '2026-01-01', repeat('All is well. ', 800000), 1)`,
      [PERSON],
    );
    let bytes = 0;
    proxy.become({ kind: 'rewrite', change: (chunk) => ((bytes += chunk.length), chunk) });
    const answer = await answered('case-notes');
    expect(JSON.stringify(answer.entries)).toContain(CUT_MARK.trim());
    expect(answer.setAside).toMatchObject([{ code: 'text-too-long', entryShown: true }]);
    expect(bytes).toBeLessThan(40_000);
  });

  test('hostile HTML is text, and characters that hide or turn text are not kept', async () => {
    await database.run(`insert into alerts (alert_id, person_id, label, detail) values (1, $1, $2, $3)`, [
      PERSON,
      '<script>alert(1)</script>',
      `safe\u202Eelif.exe\u0007 \u200B.`,
    ]);
    expect((await answered('alerts-and-hazards')).entries[0]?.content).toEqual({
      label: '<script>alert(1)</script>',
      detail: 'safe elif.exe   .',
    });
  });

  test('codes that nobody mapped are counted; what has words is shown by them, and what has none is set aside', async () => {
    await database.run(
      `insert into registrations values
      (1, $1, 'LAC', 'LAC_NEW', 'A new kind of order', null, 'N', null, null, null),
      (2, $1, 'LAC', 'LAC_ODD', null, null, 'N', null, null, null)`,
      [PERSON],
    );
    await database.run(
      `insert into care_packages values (1, $1, 'HC', 'Home care', null, null, 'ON_HOLD', null, null)`,
      [PERSON],
    );
    await database.run(
      `insert into legal_powers values (1, $1, 'NAMED_PERSON', 'A Holder', null, 'N', null, null)`,
      [PERSON],
    );
    const orders = await answered('looked-after');
    expect(orders.entries.map((entry) => entry.content)).toEqual([{ legalStatus: 'A new kind of order' }]);
    expect(orders.unknownCodes).toEqual([
      { item: 'looked-after', system: 'status_code', code: 'LAC_NEW' },
      { item: 'looked-after', system: 'status_code', code: 'LAC_ODD' },
    ]);
    expect(orders.setAside).toMatchObject([{ code: 'unknown-code', entryShown: false }]);
    const packages = await answered('care-packages');
    expect(packages).toMatchObject({
      entries: [],
      setAside: [{ code: 'unknown-code' }],
      unknownCodes: [{ code: 'ON_HOLD' }],
    });
    const powers = await answered('legal-powers');
    expect(powers.entries[0]?.content).toEqual({ kind: 'other', holder: 'A Holder', inOperation: false });
    expect(powers.unknownCodes).toMatchObject([{ code: 'NAMED_PERSON' }]);
  });

  test('a row that is there twice is shown once, and said', async () => {
    await database.run(
      `insert into support_reasons select $1, 'PHYS', 'Physical disability', '2025-01-01', null from generate_series(1, 2)`,
      [PERSON],
    );
    const answer = await answered('support-reason');
    expect(answer.entries).toHaveLength(1);
    expect(answer.setAside).toMatchObject([{ code: 'duplicate-record', entryShown: false }]);
  });

  test('marks on a row, and on a relative who is restricted, come with the entry', async () => {
    await addPerson(database, '8000000002', { restricted: 'Y' });
    await database.run(
      `insert into alerts (alert_id, person_id, label, sealed, third_party, start_date) values
      (1, $1, 'Sealed', 'Y', 'N', '2026-01-03'), (2, $1, 'From a neighbour', 'N', 'Y', '2026-01-02'), (3, $1, 'Plain', 'N', 'N', '2026-01-01')`,
      [PERSON],
    );
    await database.run(
      `insert into dm_personal_relationships values (1, $1, 8000000002, null, null, 1, null, null, null, 'Y', null, null)`,
      [PERSON],
    );
    expect((await answered('alerts-and-hazards')).entries.map((entry) => entry.marks)).toEqual([
      ['sealed'],
      ['third-party'],
      [],
    ]);
    expect((await answered('key-people')).entries.map((entry) => entry.marks)).toEqual([
      ['restricted-person'],
    ]);
  });

  test('what has ended is not asked for, and what ends today still holds', async () => {
    await database.run(
      `insert into alerts (alert_id, person_id, label, end_date) values
      (1, $1, 'Ended', '2026-11-19'), (2, $1, 'Ends today', '2026-11-20')`,
      [PERSON],
    );
    expect((await answered('alerts-and-hazards')).entries.map((entry) => entry.id)).toEqual(['alerts/2']);
  });

  test('a key safe says where and whom to ring, and never its code', async () => {
    await database.run(
      `insert into access_needs values (1, $1, 'KEY_SAFE', 'Key safe', 'By back door, code 4471 (old C19-84Z). Ring 01387 260000.')`,
      [PERSON],
    );
    expect((await answered('communication-access')).entries[0]?.content).toEqual({
      need: 'Key safe',
      detail: 'By back door, code [code withheld] (old [code withheld]). Ring 01387 260000.',
    });
  });

  test('the answer is as old as the oldest table that it rests on', async () => {
    await database.run(
      `update watermarks set refreshed_at = '2026-11-18 22:15:00+00' where table_name = 'organisations'`,
    );
    expect((await answered('worker-and-team')).freshness).toEqual({
      kind: 'copy',
      asOf: '2026-11-18T22:15:00.000Z',
    });
    expect((await answered('alerts-and-hazards')).freshness.asOf).toBe('2026-11-20T06:00:00.000Z');
  });

  test('a table without a watermark is a source error: nobody knows how old it is', async () => {
    await database.run(`delete from watermarks where table_name = 'alerts'`);
    expect(await ask('alerts-and-hazards')).toMatchObject({ state: 'unavailable', because: 'source-error' });
    await database.run(`insert into watermarks values ('alerts', '2026-11-20 06:00:00+00')`);
  });

  test('a table that is gone, or changed under a prepared statement, is an answer; and the next one is right again', async () => {
    await addAlerts(database, PERSON, 1);
    expect((await answered('alerts-and-hazards')).entries).toHaveLength(1);
    await database.run('alter table alerts rename to alerts_away');
    expect(await ask('alerts-and-hazards')).toMatchObject({ because: 'source-error' });
    await database.run('alter table alerts_away rename to alerts');
    await database.run('alter table alerts alter column label type text');
    expect((await answered('alerts-and-hazards')).entries).toHaveLength(1);
  });

  test('its connections are few, can only read, and keep their statements prepared', async () => {
    for (let i = 0; i < 10; i += 1)
      await Promise.all([ask('equipment'), ask('assessments'), ask('documents')]);
    const own = await database.run(`select 1 from pg_stat_activity where application_name = 'solway-Mosaic'`);
    expect(own.rows.length).toBeLessThanOrEqual(3);
    await database.run(`alter table equipment rename to equipment_away`);
    await database.run(
      `create function write_one() returns int language sql as 'insert into equipment_away (equipment_id, person_id, description) values (99, ${PERSON}, ''x'') returning 1'`,
    );
    await database.run(`create view equipment as select e.* from equipment_away e where write_one() = 1`);
    await database.run(`insert into equipment_away values (1, $1, 'Hoist', null, null)`, [PERSON]);
    expect(await ask('equipment')).toMatchObject({
      because: 'source-error',
      detail: expect.stringContaining('25006') as string,
    });
    await database.run(
      `drop view equipment; drop function write_one; alter table equipment_away rename to equipment`,
    );
  });

  test('a network that goes quiet is given up at the signal', async () => {
    await answered('alerts-and-hazards');
    proxy.mode = { kind: 'stall' };
    const controller = new AbortController();
    const answer = ask('alerts-and-hazards', { signal: controller.signal });
    setImmediate(() => controller.abort());
    expect(await answer).toMatchObject({ because: 'timeout' });
  });

  test('with every connection taken, one who waits for a place is given up at the signal', async () => {
    const locker = new pg.Client({ connectionString: database.url });
    await locker.connect();
    await locker.query('begin; lock table alerts in access exclusive mode');
    const [held, waiting] = [new AbortController(), new AbortController()];
    const stuck = [1, 2].map(() => ask('alerts-and-hazards', { signal: held.signal }));
    const last = ask('equipment', { signal: waiting.signal });
    waiting.abort();
    expect(await last).toMatchObject({ because: 'timeout' });
    held.abort();
    expect(await Promise.all(stuck)).toMatchObject([{ because: 'timeout' }, { because: 'timeout' }]);
    await expect
      .poll(async () => {
        const { rows } = await database.run(
          `select 1 from pg_stat_activity where application_name = 'solway-Mosaic' and wait_event_type = 'Lock'`,
        );
        return rows.length;
      })
      .toBe(0);
    await locker.query('rollback');
    await locker.end();
    expect((await answered('equipment')).entries).toEqual([]);
  });

  describe('its people, for matching', () => {
    async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
      const found: T[] = [];
      for await (const one of stream) found.push(one);
      return found;
    }

    test('come with every name, address and telephone number they have had', async () => {
      await database.run(`insert into dm_previous_names values ($1, 'Formername', '2010-01-01')`, [PERSON]);
      await database.run(
        `insert into dm_addresses values
        ($1, '1 Old Road, Annan', 'DG12 6AA', null, '1990-01-01', '2001-01-01', 'N', 'N'),
        ($1, '2 New Road, Dumfries', 'DG1 1AA', null, '2001-01-01', null, 'Y', 'Y')`,
        [PERSON],
      );
      await database.run(`insert into dm_telephone_numbers values ($1, '01387 000001', 'HOME')`, [PERSON]);
      expect((await all(population.readCouncilPeople()))[0]).toEqual({
        personId: PERSON,
        title: 'Mrs',
        forenames: 'Isla',
        surname: 'McTest',
        previousSurnames: ['Formername'],
        birthDate: '1985-04-19',
        sex: 'female',
        addresses: [
          { address: '2 New Road, Dumfries', postcode: 'DG1 1AA', current: true },
          { address: '1 Old Road, Annan', postcode: 'DG12 6AA', current: false },
        ],
        telephones: ['01387 000001'],
        context: 'adult',
        restricted: false,
        protectedIdentity: false,
        protection: false,
      });
    });

    test('say who is, or lately was, under protection: their links are for a human', async () => {
      const registered = async (personId: string, type: string, end: string | null): Promise<void> => {
        await addPerson(database, personId);
        await database.run(
          `insert into registrations (registration_id, person_id, registration_type, start_date, end_date)
           values ($1, $1, $2, '2020-01-01', ${end ?? 'null'})`,
          [personId, type],
        );
      };
      await registered('8801', 'CP', null);
      await registered('8802', 'ASP', `current_date - interval '11 months'`);
      await registered('8803', 'LAC', `current_date - interval '13 months'`);
      const people = (await all(population.readCouncilPeople())).flatMap((one) =>
        'surname' in one ? [one] : [],
      );
      const protectionOf = (id: string) => people.find((one) => one.personId === id)?.protection;
      expect(['8801', '8802', '8803'].map(protectionOf)).toEqual([true, true, false]);
    });

    test('are read in batches, and a reader who stops leaves nothing open', async () => {
      await database.run(
        `insert into dm_persons (person_id, last_name) select 9000000000 + n, 'Many' from generate_series(1, 500) n`,
      );
      let read = 0;
      for await (const one of population.readCouncilPeople())
        if ('surname' in one && (read += 1) === 120) break;
      expect(read).toBe(120);
      await expect
        .poll(async () => {
          const { rows } = await database.run(
            `select 1 from pg_stat_activity where application_name = 'solway-Mosaic-population' and state <> 'idle'`,
          );
          return rows.length;
        })
        .toBe(0);
      expect((await all(population.readCouncilPeople())).length).toBeGreaterThan(500);
      await database.run(`delete from dm_persons where person_id > 9000000000`);
    });

    test('with what can not be read are told so, and one without a surname is rejected', async () => {
      await database.run(`insert into dm_persons (person_id, last_name, date_of_birth, gender, restricted) values
        (9000000001, 'Odd', '0202-01-01', 'Elf', 'Y'), (9000000002, null, null, null, 'N')`);
      const people = await all(population.readCouncilPeople());
      expect(people.slice(-2)).toMatchObject([
        { surname: 'Odd', restricted: true, unreadable: ['birth-date', 'sex'] },
        { rejected: 'surname-missing', line: people.length },
      ]);
      await database.run(`delete from dm_persons where person_id > 9000000000`);
    });

    test('end with a coded error where the database goes away: half a population is none', async () => {
      await database.run(
        `insert into dm_persons (person_id, last_name) select 9000000000 + n, 'Many' from generate_series(1, 5000) n`,
      );
      const reading = (async () => {
        let read = 0;
        for await (const _ of population.readCouncilPeople())
          if ((read += 1) === 60) proxy.become({ kind: 'down' });
      })();
      await expect(reading).rejects.toMatchObject({ code: 'source-down' });
      await database.run(`delete from dm_persons where person_id > 9000000000`);
    });

    test('and who may know of the restricted ones', async () => {
      await database.run(`insert into restricted_access values ($1, 'worker-7')`, [PERSON]);
      await database.run(`insert into protected_identities values ($1)`, [PERSON]);
      const restrictions = createMosaicRestrictions({ name: 'Mosaic', connectionString: database.url });
      const read = await restrictions.read(AbortSignal.timeout(5000));
      await restrictions.close();
      expect(read.access).toEqual([{ personId: PERSON, userId: 'worker-7' }]);
      expect(read.protectedIdentities).toEqual([PERSON]);
      await database.run('delete from protected_identities');
    });
  });
});
