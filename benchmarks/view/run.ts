// A viewer page, everything decided, recorded and rendered, beside a bare handler: CPU a view, and Solway's own
// time at a fixed rate. node benchmarks/run.mjs view [--views N] [--rate R] [--profile]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startLocalPostgres } from '@solway/local-postgres';
import { migrate, openDatabase } from '@solway/store';
import { type Child, Children } from './children.ts';
import { atRate, median, quantile, spread } from './load.ts';
import type { Question, Spent } from './measured.ts';
import { timeByPackage } from './profile.ts';
import { recordPatient } from './record-patient.ts';
import { Launches, ORIGIN, seed } from './seed.ts';

const { values } = parseArgs({
  options: {
    /** Views of each handler, in fifteen paired rounds; before them as many again to warm up. */
    views: { type: 'string', default: '1500' },
    rate: { type: 'string', default: '50' },
    profile: { type: 'boolean', default: false },
  },
});
const VIEWS = Number(values.views);
const RATE = Number(values.rate);
const ROUNDS = 15;
const LONGEST_RUN_MS = 300_000;

interface Server {
  readonly name: 'solway' | 'bare';
  readonly child: Child<{ readonly address: string }>;
}

const folder = mkdtempSync(join(tmpdir(), 'solway-bench-'));
const children = new Children();
setTimeout(() => {
  console.error(`not done in ${LONGEST_RUN_MS / 1000} s: given up`);
  process.exit(1);
}, LONGEST_RUN_MS).unref();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

const postgres = await startLocalPostgres({ folder: join(folder, 'pg') });
await postgres.ensureDatabase('solway');
const databaseUrl = postgres.urlOf('solway');
const db = openDatabase(databaseUrl);
await migrate(db);
const { birthDate, recording, items } = await recordPatient(join(folder, 'orion'));
await seed(db, birthDate);
const launches = new Launches(db, birthDate);

const fhir = await children.start<{ port: number }>(fileNamed('recorded-fhir.ts'), {}, recording);
const settings = {
  databaseUrl,
  fhirUrl: `http://127.0.0.1:${fhir.ready.port}/fhir`,
  data: folder,
  hosts: [
    {
      clientId: 'mosaic',
      organisation: 'dumfries-and-galloway-council',
      side: 'council',
      origins: [ORIGIN],
      jwks: { keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'AAAA', kid: '1' }] },
    },
  ],
  keys: Object.keys(recording.bodies),
};
const solway: Server = {
  name: 'solway',
  child: await children.start(fileNamed('solway-server.ts'), settings),
};
const bare: Server = { name: 'bare', child: await children.start(fileNamed('bare-server.ts'), settings) };

const sample = await openPage(solway, (await launches.make(1))[0] ?? '');
if (!sample.includes('id="panel-medicines"'))
  throw new Error(`the page is not a summary: ${sample.slice(0, 400)}`);

// A server runs for weeks: what is counted is a warm one, and each is warmed by as many views.
for (const server of [solway, bare]) await measure(server, VIEWS);
const rounds: { solway: number; bare: number }[] = [];
const calls = { solway: 0, bare: 0 };
let rssMb = 0;
for (let round = 0; round < ROUNDS; round += 1) {
  const cpu = { solway: 0, bare: 0 };
  // Turn about: whatever else the machine does should fall on both.
  for (const server of round % 2 === 0 ? [solway, bare] : [bare, solway]) {
    const spent = await measure(server, Math.ceil(VIEWS / ROUNDS));
    cpu[server.name] = spent.cpuMs;
    calls[server.name] = spent.sourceCalls;
    if (server.name === 'solway') ({ rssMb } = spent);
  }
  rounds.push(cpu);
}
if (Math.abs(calls.solway - calls.bare) > 0.05)
  throw new Error(`unequal work: ${calls.solway} source calls a view, and ${calls.bare} of the bare handler`);
const paced: number[] = [];
for (let round = 0; round < 3; round += 1) {
  const spent = { solway: 0, bare: 0 };
  for (const server of [solway, bare])
    spent[server.name] = (await measure(server, RATE * 3, 'begin', RATE)).cpuMs;
  paced.push(spent.solway / spent.bare);
}
const profiles = values.profile
  ? [await measure(solway, VIEWS, 'begin-profile'), await measure(bare, VIEWS, 'begin-profile')]
  : [];
solway.child.end();
bare.child.end();

const timed: Server = {
  name: 'solway',
  child: await children.start(fileNamed('solway-server.ts'), { ...settings, timed: true }),
};
await measure(timed, VIEWS);
await timed.child.ask('begin' satisfies Question);
await atRate(await launches.make(RATE * 20), RATE, (handle) => openPage(timed, handle));
const { own, steps } = (await timed.child.ask('end')) as {
  own: number[];
  steps: Record<string, number[]>;
};

const ratio = median(rounds.map((one) => one.solway / one.bare));
const p99 = quantile(own, 0.99);
const rows = [
  row('CPU a view, Solway', median(rounds.map((one) => one.solway)), 'ms'),
  row('CPU a view, bare handler', median(rounds.map((one) => one.bare)), 'ms'),
  row(`ratio, 8 at once, median of ${ROUNDS} paired rounds`, ratio, '×', 2),
  row(`ratio at ${RATE} a second, median of 3`, median(paced), '×'),
  row(`own time at ${RATE} a second, p50`, quantile(own, 0.5), 'ms'),
  row(`own time at ${RATE} a second, p99`, p99, 'ms', 25),
  row('memory of the server', rssMb, 'MB'),
  row('page', Buffer.byteLength(sample) / 1024, 'KB', 60),
];
console.log(
  `\nViewer page: ${items} items from ${calls.solway.toFixed(1)} source calls, ${VIEWS} views, Node ${process.version}`,
);
for (const { what, measured, unit, target } of rows)
  console.log(
    `  ${what.padEnd(48)} ${measured.toFixed(2).padStart(8)} ${unit.padEnd(3)} ${target}`.trimEnd(),
  );
console.log('  a step, ms at the median and at p99:');
for (const [step, ms] of Object.entries(steps))
  console.log(
    `    ${step.padEnd(12)} ${median(ms).toFixed(2).padStart(6)} ${quantile(ms, 0.99).toFixed(2).padStart(7)}`,
  );
mkdirSync('reports', { recursive: true });
printProfiles();
console.log(JSON.stringify({ benchmark: 'view', node: process.version, rounds, rows }));

children.end();
await db.end();
await postgres.stop();

function row(what: string, measured: number, unit: string, most?: number) {
  return {
    what,
    measured,
    unit,
    target: most === undefined ? '' : `≤ ${most}`,
    met: most === undefined ? null : measured <= most,
  };
}

interface Measured extends Spent {
  readonly sourceCalls: number;
}

/** What so many views cost a server, each: eight at once, or at a rate. */
async function measure(
  server: Server,
  views: number,
  begin: Question = 'begin',
  rate?: number,
): Promise<Measured> {
  const batch = await launches.make(views);
  await server.child.ask(begin);
  await fhir.ask('count');
  const open = (handle: string): Promise<string> => openPage(server, handle);
  await (rate === undefined ? spread(batch, 8, open) : atRate(batch, rate, open));
  const { asked } = await fhir.ask('count');
  const spent = (await server.child.ask('end' satisfies Question)) as unknown as Spent;
  return { ...spent, cpuMs: spent.cpuMs / views, sourceCalls: Number(asked) / views };
}

async function openPage({ child }: Server, handle: string): Promise<string> {
  const body = new URLSearchParams({ handle });
  const answer = await fetch(`${child.ready.address}/view`, {
    method: 'POST',
    headers: { origin: ORIGIN },
    body,
  });
  if (answer.status !== 200) throw new Error(`answered ${answer.status}`);
  return answer.text();
}

/** Where the time goes, in microseconds a view, by the package that asked for it. */
function printProfiles(): void {
  const [ours, theirs] = profiles.map(({ profile }) => profile && timeByPackage(profile));
  if (ours === undefined || theirs === undefined) return;
  writeFileSync('reports/view.cpuprofile', JSON.stringify(profiles[0]?.profile));
  console.log('\n  µs a view, by who asked for the work         Solway     bare');
  for (const name of new Set([...ours.keys(), ...theirs.keys()])) {
    const [left, right] = [ours, theirs].map((one) => (1000 * (one.get(name) ?? 0)) / VIEWS) as [
      number,
      number,
    ];
    if (left + right >= 5)
      console.log(`    ${name.padEnd(36)} ${left.toFixed(0).padStart(10)} ${right.toFixed(0).padStart(8)}`);
  }
}

function fileNamed(name: string): URL {
  return new URL(name, import.meta.url);
}
