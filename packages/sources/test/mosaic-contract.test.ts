import pg from 'pg';
import { createMosaicSource } from '../src/index.ts';
import { contractSuite } from './support/contract-suite.ts';
import { startMosaicDatabase } from './support/mosaic-database.ts';
import {
  addAlerts,
  addPerson,
  addRecordsOf,
  addTeams,
  BARE,
  FULL,
  MANY,
  NOBODY,
  OTHER,
  RESTRICTED,
} from './support/social-work-records.ts';
import { TcpProxy } from './support/tcp-proxy.ts';

const PLENTY = 31;

contractSuite('the Mosaic source', async () => {
  const database = await startMosaicDatabase();
  await addTeams(database);
  for (const personId of [FULL, BARE, MANY]) await addPerson(database, personId);
  await addPerson(database, RESTRICTED, { restricted: 'Y' });
  await addRecordsOf(database, FULL);
  await addRecordsOf(database, RESTRICTED);
  await addAlerts(database, MANY, PLENTY);
  const locker = new pg.Client({ connectionString: database.url });
  await locker.connect();
  const proxy = await TcpProxy.before(database.port);
  const source = createMosaicSource({
    name: 'Mosaic',
    connectionString: `postgresql://postgres@127.0.0.1:${proxy.port}/mosaic`,
    connections: 4,
    nowMs: () => Date.parse('2026-11-20T09:30:00Z'),
  });
  return {
    source,
    persons: {
      full: FULL,
      bare: BARE,
      restricted: RESTRICTED,
      many: { personId: MANY, count: PLENTY },
      nobody: NOBODY,
    },
    items: { many: 'alerts-and-hazards' },
    freshness: 'copy',
    faults: {
      async heal() {
        await locker.query('rollback');
        if (proxy.mode.kind !== 'pass') proxy.become({ kind: 'pass' });
      },
      down: () => proxy.become({ kind: 'down' }),
      // The table is held by somebody else, so the server itself has the query under way and can be told to stop.
      async stall() {
        await locker.query('begin; lock table alerts in access exclusive mode');
      },
      cut: () => proxy.become({ kind: 'cut', afterBytes: 60 }),
      lie: () =>
        proxy.become({
          kind: 'rewrite',
          change: (bytes) => Buffer.from(bytes.toString('latin1').replaceAll(FULL, OTHER), 'latin1'),
        }),
      garble: (noise) =>
        proxy.become({
          kind: 'rewrite',
          change: (bytes) => Buffer.from(bytes.map((byte, index) => byte ^ (noise[index % 997] ?? 0))),
        }),
    },
    async underWay() {
      const { rows } = await database.run(
        `select 1 from pg_stat_activity where application_name = 'solway-Mosaic' and state = 'active'`,
      );
      return rows.length;
    },
    async stop() {
      await source.close();
      await locker.end();
      await proxy.close();
      await database.stop();
    },
  };
});
