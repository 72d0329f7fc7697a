// A viewer page, everything decided, recorded and rendered, beside a bare handler: CPU a view, and Solway's own
// time at a fixed rate. node benchmarks/run.mjs view [--views N] [--rate R]
import { type ChildProcess, fork } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type ChiNumber, instantOf, type IsoDate, type MosaicPersonId, type UserId } from '@solway/kernel';
import { startLocalPostgres } from '@solway/local-postgres';
import {
  type Database,
  loadChiPeople,
  loadCouncilPeople,
  migrate,
  openDatabase,
  replaceStaff,
  storeLaunch,
} from '@solway/store';
import { bringIntoForce, demonstrationAgreement } from 'solway';
import { type Recorded, recordPatient } from './record-patient.ts';

const { values } = parseArgs({
  options: { views: { type: 'string', default: '1500' }, rate: { type: 'string', default: '50' } },
});
const VIEWS = Number(values.views);
const RATE = Number(values.rate);
const ORIGIN = 'http://localhost:8082';
const PERSON = '1' as MosaicPersonId;

const folder = mkdtempSync(join(tmpdir(), 'solway-bench-'));
const postgres = await startLocalPostgres({ folder: join(folder, 'pg') });
await postgres.ensureDatabase('solway');
const databaseUrl = postgres.urlOf('solway');
const db = openDatabase(databaseUrl);
await migrate(db);
const patient = await recordPatient(join(folder, 'orion'));
await seed(db, patient);

const children: ChildProcess[] = [];
const fhir = await child<{ port: number }>('recorded-fhir.ts', {}, patient.recording);
const fhirUrl = `http://127.0.0.1:${fhir.port}/fhir`;
const jwk = { kty: 'OKP', crv: 'Ed25519', x: 'AAAA', kid: '1' };
const hosts = [
  {
    clientId: 'mosaic',
    organisation: 'dumfries-and-galloway-council',
    side: 'council',
    origins: [ORIGIN],
    jwks: { keys: [jwk] },
  },
];
const settings = {
  databaseUrl,
  fhirUrl,
  data: folder,
  hosts,
  paths: Object.keys(patient.recording).map(asPath),
};
const solway = await child<{ address: string }>('solway-server.ts', settings);
const bare = await child<{ address: string }>('bare-server.ts', settings);

const sample = await openPage(solway.address, (await handles(1))[0]!);
if (!sample.includes('id="panel-medicines"'))
  throw new Error(`the page is not a summary: ${sample.slice(0, 400)}`);
const rounds: { solway: number; bare: number }[] = [];
let rss = 0;
for (let round = 0; round < 6; round += 1) {
  const cpu = { solway: 0, bare: 0 };
  for (const [name, target] of [
    ['solway', solway],
    ['bare', bare],
  ] as const) {
    const batch = await handles(Math.ceil(VIEWS / 5));
    await target.report();
    await spread(batch, 8, (handle) => openPage(target.address, handle));
    const report = await target.report();
    cpu[name] = (report.cpuMs as number) / batch.length;
    if (name === 'solway') rss = report.rssMb as number;
  }
  if (round > 0) rounds.push(cpu);
}
await solway.report();
const paced = await handles(RATE * 20);
await atRate(paced, RATE, (handle) => openPage(solway.address, handle));
const { own, steps } = (await solway.report()) as unknown as {
  own: number[];
  steps: Record<string, number[]>;
};

const ratio = median(rounds.map((one) => one.solway / one.bare));
const rows = [
  ['CPU a view, Solway', `${median(rounds.map((one) => one.solway)).toFixed(2)} ms`, ''],
  ['CPU a view, bare handler', `${median(rounds.map((one) => one.bare)).toFixed(2)} ms`, ''],
  ['ratio, median of 5 paired rounds', ratio.toFixed(2), '≤ 2'],
  [`own time at ${RATE} a second, p50`, `${quantile(own, 0.5).toFixed(1)} ms`, ''],
  [`own time at ${RATE} a second, p99`, `${quantile(own, 0.99).toFixed(1)} ms`, '≤ 25 ms'],
  ['memory of the server', `${rss.toFixed(0)} MB`, ''],
  ['page', `${(sample.length / 1024).toFixed(1)} KB`, '≤ 60 KB'],
];
console.log(
  `\nViewer page: ${patient.items} items from ${settings.paths.length} source calls, ${VIEWS} views, Node ${process.version}`,
);
for (const [what, value, target] of rows)
  console.log(`  ${what!.padEnd(40)} ${value!.padStart(10)}   ${target ? `target ${target}` : ''}`);
console.log(
  `  steps, median ms: ${Object.entries(steps)
    .map(([step, ms]) => `${step} ${median(ms).toFixed(2)}`)
    .join(', ')}`,
);
mkdirSync('reports', { recursive: true });
writeFileSync(
  'reports/view.json',
  JSON.stringify(
    { ratio, rounds, own: { p50: quantile(own, 0.5), p99: quantile(own, 0.99) }, rssMb: rss },
    null,
    2,
  ),
);

for (const one of children) one.disconnect();
await db.end();
await postgres.stop();
rmSync(folder, { recursive: true, force: true });

async function seed(to: Database, { chi, birthDate }: Recorded): Promise<void> {
  const at = instantOf(Date.now());
  const names = { known_as: null, previous_surnames: [], sex: null, birth_date: birthDate };
  await loadChiPeople(
    to,
    [
      {
        ...names,
        chi,
        surname: 'S',
        forenames: ['F'],
        birth_surname: null,
        mother_birth_surname: null,
        death_date: null,
        address: null,
        postcode: null,
        previous_postcodes: [],
        gp_practice: null,
      },
    ],
    at,
  );
  await loadCouncilPeople(
    to,
    [
      {
        ...names,
        person_id: PERSON,
        title: null,
        forenames: 'F',
        surname: 'S',
        addresses: [],
        telephones: [],
        context: 'adult',
        restricted: false,
        protection: false,
        chi_held: null,
      },
    ],
    at,
  );
  await to.query(
    `insert into link (id, person_id, chi, state, match_weight, explanation, made_by, changed_at) values (gen_random_uuid(), $1, $2, 'in-force', 20, '{}', 'bench', now())`,
    [PERSON, chi],
  );
  const organisation = 'dumfries-and-galloway-council';
  const today = at.slice(0, 10) as IsoDate;
  await replaceStaff(
    to,
    organisation,
    [
      {
        user_id: 'worker',
        organisation,
        role: 'social-worker',
        name: 'W',
        team: null,
        training_completed: today,
      },
    ],
    today,
  );
  await bringIntoForce(to, demonstrationAgreement(), at);
}

async function handles(count: number): Promise<string[]> {
  const now = Date.now();
  return spread(Array.from({ length: count }), 8, async () => {
    const handle = randomBytes(32).toString('base64url');
    await storeLaunch(
      db,
      {
        handle_hash: createHash('sha256').update(handle).digest(),
        client_id: 'mosaic',
        organisation: 'dumfries-and-galloway-council',
        origin: ORIGIN,
        host_session: randomBytes(8).toString('hex'),
        kind: 'summary',
        user_id: 'worker' as UserId,
        user_name: 'W',
        role: 'social-worker',
        purpose: 'direct-care',
        relationship: 'allocated',
        stated_purpose: null,
        chi: null,
        person_id: PERSON,
        birth_date: patient.birthDate,
        correlation_id: 'bench',
        created_at: instantOf(now),
        expires_at: instantOf(now + 600_000),
      },
      { jti: handle, expiresAt: instantOf(now + 60_000) },
    );
    return handle;
  });
}

async function openPage(address: string, handle: string): Promise<string> {
  const body = new URLSearchParams({ handle });
  return (await fetch(`${address}/view`, { method: 'POST', headers: { origin: ORIGIN }, body })).text();
}

async function spread<T, R>(work: readonly T[], width: number, act: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: width }, async () => {
      while (next < work.length) {
        const at = next++;
        results[at] = await act(work[at]!);
      }
    }),
  );
  return results;
}

async function atRate<T>(
  work: readonly T[],
  perSecond: number,
  act: (one: T) => Promise<unknown>,
): Promise<void> {
  const started = performance.now();
  const under: Promise<unknown>[] = [];
  for (const [index, one] of work.entries()) {
    const due = started + (index * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    under.push(act(one));
  }
  await Promise.all(under);
}

async function child<T>(
  file: string,
  argument: object,
  first?: object,
): Promise<T & { report(): Promise<Record<string, unknown>> }> {
  const process_ = fork(new URL(file, import.meta.url), [JSON.stringify(argument)], { execArgv: [] });
  children.push(process_);
  if (first !== undefined) process_.send(first);
  const message = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      process_.once('message', resolve);
      process_.once('exit', () => reject(new Error(`${file} ended`)));
    });
  const ready = (await message()) as T;
  return {
    ...ready,
    report: async () => {
      const answer = message();
      process_.send('report');
      return (await answer) as Record<string, unknown>;
    },
  };
}

function asPath(key: string): string {
  return key.replace(/date=ge(?=&|$)/, 'date=ge2026-01-01');
}

function quantile(list: readonly number[], q: number): number {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? NaN;
}

function median(list: readonly number[]): number {
  return quantile(list, 0.5);
}

export type { ChiNumber };
