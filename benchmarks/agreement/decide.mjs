// Deciding, replaying, parsing and compiling, measured: node benchmarks/agreement/decide.mjs [--json]
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { barMarks, compile, decide, parseAgreement, replay } from '@solway/agreement';
import { COUNCIL_ITEMS, HEALTH_ITEMS } from '@solway/record';

const SUMMARY_ITEMS = 40;
const REPLAYED = 1_000_000;

const text = readFileSync(fileURLToPath(import.meta.resolve('@solway/agreement/demonstration.yaml')), 'utf8');
const parsed = parseAgreement(text);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
const compiled = compile(parsed.agreement);
const every = [...COUNCIL_ITEMS, ...HEALTH_ITEMS];
const items = Array.from({ length: SUMMARY_ITEMS }, (_, at) => every[at % every.length]);

function asks(item, change = {}) {
  return {
    item,
    at: '2026-06-15T10:14:00.000Z',
    holder: 'dumfries-and-galloway-council',
    purpose: 'direct-care',
    relationship: 'caseload',
    link: 'in-force',
    training: 'current',
    restriction: { restricted: false, allowListed: false, protectedIdentity: false },
    ...change,
    user: {
      organisation: 'nhs-dumfries-and-galloway',
      role: 'community-nurse',
      roleVouched: true,
      signInExpiresAt: '2026-06-15T11:14:00.000Z',
      ...change.user,
    },
  };
}

/** Milliseconds for each of many runs; the median and the slowest in a hundred. */
function timed(run, runs, inEach = 1) {
  for (let index = 0; index < runs / 2; index += 1) run();
  const samplesMs = [];
  for (let index = 0; index < runs; index += 1) {
    const start = performance.now();
    for (let inner = 0; inner < inEach; inner += 1) run();
    samplesMs.push((performance.now() - start) / inEach);
  }
  samplesMs.sort((a, b) => a - b);
  return { medianMs: samplesMs[Math.floor(runs / 2)], p99Ms: samplesMs[Math.floor(runs * 0.99)] };
}

const council = items.map((item) => asks(item));
const refusedForAll = items.map((item) =>
  asks(item, {
    relationship: undefined,
    link: 'suspended',
    training: 'lapsed',
    restriction: { restricted: true, allowListed: false, protectedIdentity: true },
    breakGlassUntil: '2026-06-15T10:30:00.000Z',
    user: { role: 'health-admin', roleVouched: false },
  }),
);
const viewer = {
  organisation: 'nhs-dumfries-and-galloway',
  role: 'gp',
  purpose: 'direct-care',
  allowListed: false,
};

function* past() {
  for (let index = 0; index < REPLAYED; index += 1)
    yield { request: council[index % SUMMARY_ITEMS], outcome: index % 3 === 0 ? 'refused' : 'granted' };
}

const decideAll = (requests) => () => requests.forEach((request) => decide(compiled, request));
const replayStart = performance.now();
replay(past(), compiled);
const replayMs = performance.now() - replayStart;

const rows = [
  {
    what: `decide a ${SUMMARY_ITEMS}-item summary`,
    targetMs: 0.1,
    ...timed(decideAll(council), 2000, 5),
  },
  {
    what: `decide ${SUMMARY_ITEMS} items, each refused for many reasons`,
    targetMs: 0.1,
    ...timed(decideAll(refusedForAll), 2000, 5),
  },
  {
    what: 'judge the marks of 1,000 entries',
    ...timed(() => {
      for (let index = 0; index < 1000; index += 1) barMarks(compiled, 'key-people', ['third-party'], viewer);
    }, 200),
  },
  { what: 'parse the demonstration agreement', ...timed(() => parseAgreement(text), 40) },
  { what: 'compile it', ...timed(() => compile(parsed.agreement), 100) },
  {
    what: `replay ${REPLAYED.toLocaleString('en-GB')} past decisions`,
    targetMs: 10_000,
    medianMs: replayMs,
    p99Ms: replayMs,
  },
].map((row) => ({ ...row, met: row.targetMs === undefined ? undefined : row.medianMs <= row.targetMs }));

if (!process.argv.includes('--json')) {
  const figure = (ms) => (ms === undefined ? '' : ms.toPrecision(3));
  console.table(
    Object.fromEntries(
      rows.map(({ what, targetMs, medianMs, p99Ms, met }) => [
        what,
        {
          'median ms': figure(medianMs),
          'p99 ms': figure(p99Ms),
          'target ms': figure(targetMs),
          met: met ?? '',
        },
      ]),
    ),
  );
}
console.log(JSON.stringify({ benchmark: 'agreement/decide', node: process.version, rows }));
