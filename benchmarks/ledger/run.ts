// The ledger's own figures, in one process on one core: sealing, sequencing, proving, verifying.
// Prints a table, then the same as one line of JSON. Sizes: LEDGER_BENCH_ENTRIES, LEDGER_BENCH_LEAVES.
import { createHash, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hash, SealedEntry } from '@solway/ledger';
import {
  Accumulator,
  countersign,
  MemoryNodes,
  proveConsistency,
  proveInclusion,
  rootAt,
  sealEntry,
  signHead,
  verifyConsistency,
  verifyExport,
  verifyInclusion,
  withCountersignature,
  writeExport,
} from '@solway/ledger';

const entryCount = Number(process.env['LEDGER_BENCH_ENTRIES'] ?? 500_000);
const leafCount = Number(process.env['LEDGER_BENCH_LEAVES'] ?? 10_000_000);
const batch = 1_000;
const rows: { what: string; measured: number; unit: string; target: string; met: boolean | null }[] = [];

function row(what: string, measured: number, unit: string, target?: { least?: number; most?: number }): void {
  const { least, most } = target ?? {};
  const words =
    least === undefined ? (most === undefined ? '' : `≤ ${most}`) : `≥ ${least.toLocaleString('en-GB')}`;
  const met =
    target === undefined ? null : measured >= (least ?? -Infinity) && measured <= (most ?? Infinity);
  rows.push({ what, measured, unit, target: words, met });
}
function seconds(work: () => void): number {
  const began = performance.now();
  work();
  return (performance.now() - began) / 1000;
}
const sha = (text: string): Hash => createHash('sha256').update(text).digest('hex');
const uuid = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;

/** A disclosure of a page with this many item types. */
function disclosure(n: number, itemTypes: number): SealedEntry {
  const items = Array.from({ length: itemTypes }, (_, index) => ({
    item: `item-type-${index}`,
    outcome: index % 5 === 4 ? ('not-shared' as const) : ('shown' as const),
    count: index % 4,
    clause: `4.${index}`,
    source: 'mosaic',
    asOf: '2026-01-05T09:00:00.000Z',
  }));
  return sealEntry(
    {
      id: uuid(n),
      kind: 'disclosed',
      at: new Date(Date.UTC(2026, 0, 5) + n).toISOString(),
      organisation: 'nhs-dg',
      viewId: uuid(n),
      client: 'orion',
      purpose: 'direct-care',
      by: { organisation: 'nhs-dg', role: 'community-nurse' },
      agreement: { id: 'dg-level-2', version: '1', digest: sha('agreement') },
      items,
      personal: {
        user: { id: `u-${n % 900}`, name: 'Synthetic User' },
        subject: { identifiers: [{ system: 'chi', value: `synthetic-${n % 150_000}` }] },
        basis: { kind: 'relationship', words: 'on the caseload' },
        shown: items.map(({ item }) => ({ item, digest: sha(`${n} ${item}`) })),
      },
    },
    createHash('sha256').update(`salt ${n}`).digest(),
  );
}

const [logKeys, witnessKeys] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
const trusted = { log: [logKeys.publicKey], witness: [witnessKeys.publicKey] };
const folder = mkdtempSync(join(tmpdir(), 'ledger-bench-'));

async function verifying(
  name: string,
  itemTypes: number,
  target: { least?: number } | undefined,
): Promise<void> {
  // Twenty thousand distinct entries, then round again, keep the set-up short; they are let go before verifying.
  const distinct = Math.min(entryCount, 20_000);
  let pool: SealedEntry[] = [];
  const sealing = seconds(() => {
    pool = Array.from({ length: distinct }, (_, n) => disclosure(n, itemTypes));
  });
  row(`seal an entry of ${itemTypes} item types`, distinct / sealing, 'a second');
  const entries = function* (): Generator<SealedEntry> {
    for (let n = 0; n < entryCount; n += 1) yield pool[n % distinct]!;
  };
  const tree = new Accumulator();
  const heads = [];
  for (const { leafHash } of entries()) {
    tree.append(leafHash);
    if (tree.size % batch !== 0 && tree.size !== entryCount) continue;
    const at = new Date(Date.UTC(2026, 0, 5) + tree.size).toISOString();
    const head = { logId: 'bench', treeSize: tree.size, rootHash: tree.root(), at };
    heads.push(
      withCountersignature(signHead(head, logKeys.privateKey), countersign(head, witnessKeys.privateKey)),
    );
  }
  const file = join(folder, name);
  const out = createWriteStream(file);
  const header = { logId: 'bench', start: { size: 0, roots: [] }, startHead: null };
  for await (const part of writeExport({ header, heads, entries: entries() })) {
    if (!out.write(part)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  pool = [];
  for (const readEntries of [false, true]) {
    // The best of three: other work on the machine only ever makes it slower.
    let took = Infinity;
    for (let round = 0; round < (readEntries ? 1 : 3); round += 1) {
      const began = performance.now();
      const chunks = createReadStream(file, { highWaterMark: 1 << 20 });
      const result = await verifyExport(chunks, trusted, { readEntries });
      took = Math.min(took, (performance.now() - began) / 1000);
      if (result.verdict !== 'verified' || result.counts.personal !== entryCount)
        throw new Error('not verified');
    }
    const how = readEntries ? 'verify and read' : 'verify';
    row(
      `${how} ${name} (${Math.round(statSync(file).size / entryCount)} bytes an entry)`,
      entryCount / took,
      'entries a second',
      readEntries ? undefined : target,
    );
  }
}

function sequencing(): void {
  const leaves = Array.from({ length: 100_000 }, (_, n) => sha(`leaf ${n}`));
  let state = new Accumulator().state();
  const took = seconds(() => {
    for (let round = 0; round < 10; round += 1) {
      for (let begin = 0; begin < leaves.length; begin += batch) {
        // As a sequencer does: from the stored state, a batch, its nodes, its root, a signature, the state again.
        const tree = new Accumulator(state, () => {});
        for (const leaf of leaves.slice(begin, begin + batch)) tree.append(leaf);
        state = tree.state();
        signHead(
          { logId: 'bench', treeSize: tree.size, rootHash: tree.root(), at: '2026-01-05T09:00:00.000Z' },
          logKeys.privateKey,
        );
      }
    }
  });
  row(`sequence leaves in signed batches of ${batch}`, (leaves.length * 10) / took, 'leaves a second', {
    least: 20_000,
  });
}

function proving(): void {
  const nodes = new MemoryNodes();
  const took = seconds(() => {
    for (let n = 0; n < leafCount; n += 1) nodes.append(sha(`${n % 1000}`));
  });
  row(
    `grow a tree of ${leafCount.toLocaleString('en-GB')} with its nodes kept`,
    leafCount / took,
    'leaves a second',
  );
  const root = rootAt(leafCount, nodes.read);
  const runs = 2_000;
  const spread = Array.from({ length: runs }, (_, n) =>
    Math.floor((leafCount - 1) * ((n * 0.618_033_988_75) % 1)),
  );
  const inclusion = seconds(() => {
    for (const index of spread) {
      const proof = proveInclusion(index, leafCount, nodes.read);
      verifyInclusion({ leafHash: nodes.read(0, index), index, size: leafCount, root, proof });
    }
  });
  row(`prove and verify inclusion in ${leafCount.toLocaleString('en-GB')}`, (inclusion / runs) * 1000, 'ms', {
    most: 5,
  });
  const consistency = seconds(() => {
    for (const index of spread) {
      const proof = proveConsistency(index + 1, leafCount, nodes.read);
      const first = { size: index + 1, root: rootAt(index + 1, nodes.read) };
      verifyConsistency({ first, second: { size: leafCount, root }, proof });
    }
  });
  row(
    `prove and verify consistency to ${leafCount.toLocaleString('en-GB')}`,
    (consistency / runs) * 1000,
    'ms',
    { most: 5 },
  );
}

try {
  sequencing();
  await verifying('small entries', 1, { least: 200_000 });
  await verifying('pages of 10 item types', 10, { least: 200_000 });
  proving();
} finally {
  rmSync(folder, { recursive: true });
}
const shown = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en-GB') : value.toPrecision(3);
const width = Math.max(...rows.map(({ what }) => what.length));
for (const { what, measured, unit, target, met } of rows) {
  const verdict = met === null ? '' : met ? `${target}  met` : `${target}  NOT MET`;
  console.log(
    `${what.padEnd(width)}  ${shown(measured).padStart(10)} ${unit.padEnd(17)} ${verdict}`.trimEnd(),
  );
}
const memoryMb = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(JSON.stringify({ benchmark: 'ledger', node: process.version, memoryMb, rows }));
