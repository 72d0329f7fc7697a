// A month of a national record through the rules: entries as the ledger stores them, read and judged as they arrive
// and again each night. WATCH_BENCH_ENTRIES sets how many. What is timed is reading and judging; making the entries is not.
import { performance } from 'node:perf_hooks';
import { type LedgerText, type Look, NightWatch, readLook, settingsOf, Watcher } from '@solway/watch';
import { ordinaryMonth, World } from '../../packages/watch/test/month.ts';

const ENTRIES = Number(process.env['WATCH_BENCH_ENTRIES'] ?? 2_000_000);
const A_DAY = 20;
const WORKING_DAYS = 18;
const TARGET_SECONDS = 60;

const staff = Math.ceil(ENTRIES / (A_DAY * WORKING_DAYS));
const world = new World({ people: Math.max(20_000, staff * 40), staff, seed: 11 });
const settings = settingsOf();
const watcher = new Watcher();
const past: ReturnType<NightWatch['history']>['hours'][number][] = [];
let judged = 0;
let found = 0;
let bytes = 0;
let seconds = 0;
let cpuSeconds = 0;
let day: LedgerText[] = [];
let date = '';

for (const look of ordinaryMonth(world, A_DAY)) {
  if (look.at.slice(0, 10) !== date) {
    judgeDay();
    date = look.at.slice(0, 10);
  }
  day.push(stored(look));
  if (judged + day.length >= ENTRIES) break;
}
judgeDay();

console.log(
  JSON.stringify([
    {
      what: `entries judged, ${staff.toLocaleString('en-GB')} staff`,
      measured: judged,
      unit: 'entries',
      target: '',
      met: null,
    },
    { what: 'findings', measured: found, unit: 'findings', target: '', met: null },
    { what: 'CPU time of it', measured: Number(cpuSeconds.toFixed(1)), unit: 's', target: '', met: null },
    { what: 'text read', measured: Math.round(bytes / 1e6), unit: 'MB', target: '', met: null },
    {
      what: `${judged.toLocaleString('en-GB')} entries through the rules, as they arrive and at night`,
      measured: Number(seconds.toFixed(1)),
      unit: 's',
      target: `≤ ${TARGET_SECONDS}`,
      met: judged < 2_000_000 ? null : seconds <= TARGET_SECONDS,
    },
  ]),
);

function judgeDay(): void {
  const began = performance.now();
  const cpu = process.cpuUsage();
  const night = new NightWatch();
  for (const row of day) {
    const look = readLook(row);
    if (look === undefined) continue;
    found += watcher.judge(look, world, settings).findings.length;
    night.add(look);
  }
  found += night.judge(past, settings).length;
  past.push(...night.history().hours);
  const used = process.cpuUsage(cpu);
  cpuSeconds += (used.user + used.system) / 1e6;
  seconds += (performance.now() - began) / 1000;
  judged += day.length;
  day = [];
}

/** About what a page of the demonstration agreement leaves: sixteen items. */
function stored(look: Look): LedgerText {
  const items = Array.from({ length: 16 }, (_, i) => ({
    item: `item-type-number-${i}`,
    outcome: i % 3 === 0 ? 'not-shared' : 'shown',
    count: i,
    clause: `C${i}`,
    source: 'Mosaic',
    freshness: 'live',
    asOf: look.at,
  }));
  const leaf = JSON.stringify({
    commitment: 'c'.repeat(64),
    entry: {
      at: look.at,
      by: { organisation: look.organisation, role: look.role },
      client: 'orion-portal',
      correlationId: look.entryId,
      id: look.entryId,
      items,
      kind: look.kind,
      organisation: look.organisation,
      purpose: look.purpose,
      viewId: look.entryId,
    },
    v: 1,
  });
  const opening = JSON.stringify({
    personal: {
      basis: { kind: look.basis ?? 'relationship', words: 'caseload' },
      shown: items.map(({ item }) => ({ item, digest: 'd'.repeat(64) })),
      subject: { identifiers: [{ system: 'urn:oid:2.16.840.1.113883.2.1.3.2.4.16.53', value: look.chi }] },
      user: { id: look.userId, name: look.userName },
    },
    salt: 'e'.repeat(64),
  });
  bytes += leaf.length + opening.length;
  return { id: look.entryId, kind: look.kind, leaf, opening, place: look.place ?? null };
}
