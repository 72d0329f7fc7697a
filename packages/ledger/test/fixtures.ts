import { createHash, createPrivateKey } from 'node:crypto';
import type { Entry, Head, SealedEntry, SignedHead } from '@solway/ledger';
import {
  Accumulator,
  countersign,
  keyId,
  sealEntry,
  signHead,
  withCountersignature,
  writeExport,
} from '@solway/ledger';

/** An Ed25519 private key from a seed word (RFC 8410: the PKCS #8 wrapping is constant). */
function keyFrom(seed: string) {
  const raw = createHash('sha256').update(seed).digest();
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), raw]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}
export const logKey = keyFrom('log');
export const witnessKey = keyFrom('witness');
export const strangerKey = keyFrom('stranger');
export const trusted = { log: [logKey], witness: [witnessKey] };
export const ids = { log: keyId(logKey), witness: keyId(witnessKey) };
export const logId = 'dg-disclosures';

export function sha(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
export function uuidFrom(text: string): string {
  const hex = sha(text);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
export function saltFrom(text: string): Uint8Array {
  return createHash('sha256').update(`salt ${text}`).digest();
}
/** A minute for each step, from one instant. */
export function at(step: number): string {
  return new Date(Date.UTC(2026, 0, 5, 9) + step * 60_000).toISOString();
}

export function disclosed(n: number): Entry {
  return {
    id: uuidFrom(`entry ${n}`),
    kind: 'disclosed',
    at: at(n),
    organisation: 'nhs-dg',
    viewId: uuidFrom(`view ${n}`),
    client: 'orion',
    purpose: 'direct-care',
    by: { organisation: 'nhs-dg', role: 'community-nurse' },
    agreement: { id: 'dg-level-2', version: '1', digest: sha('agreement') },
    items: [
      { item: 'care-package', outcome: 'shown', count: 2, clause: '4.2', source: 'mosaic', asOf: at(n) },
      { item: 'case-note', outcome: 'not-shared', count: 0, reasons: ['no clause grants it'] },
    ],
    personal: {
      user: { id: 'u-17', name: 'Zoë Mac Donald' },
      subject: { identifiers: [{ system: 'chi', value: `synthetic-${n}` }] },
      basis: { kind: 'relationship', words: 'on the caseload' },
      shown: [{ item: 'care-package', digest: sha(`shown ${n}`) }],
    },
  };
}
/** An entry with nothing personal in it. */
export function inForce(n: number): Entry {
  return {
    id: uuidFrom(`entry ${n}`),
    kind: 'agreement-in-force',
    at: at(n),
    organisation: 'dg-council',
    agreement: { id: 'dg-level-2', version: '1', digest: sha('agreement') },
    from: at(0),
    personal: null,
  };
}
export function sealed(n: number): SealedEntry {
  return sealEntry(n % 4 === 3 ? inForce(n) : disclosed(n), saltFrom(`${n}`));
}

export function headOf(leaves: readonly string[], step = leaves.length): Head {
  const tree = new Accumulator();
  for (const leaf of leaves) tree.append(leaf);
  return { logId, treeSize: leaves.length, rootHash: tree.root(), at: at(step) };
}
export function bothSigned(head: Head): SignedHead {
  return withCountersignature(signHead(head, logKey), countersign(head, witnessKey));
}

export interface Built {
  readonly entries: readonly SealedEntry[];
  readonly heads: readonly SignedHead[];
  readonly lines: readonly string[];
}
/** An export of `sizes.at(-1) + tail` entries: a countersigned head at each size, and a tail. */
export async function built(sizes: readonly number[], tail = 0): Promise<Built> {
  const entries = Array.from({ length: (sizes.at(-1) ?? 0) + tail }, (_, n) => sealed(n));
  const heads = sizes.map((size) =>
    bothSigned(headOf(entries.slice(0, size).map(({ leafHash }) => leafHash))),
  );
  return { entries, heads, lines: await linesOf(entries, heads) };
}
export async function linesOf(
  entries: readonly { leaf: string; opening: string | null }[],
  heads: readonly SignedHead[],
): Promise<string[]> {
  const header = { logId, start: { size: 0, roots: [] }, startHead: null };
  let text = '';
  for await (const part of writeExport({ header, heads, entries })) text += part;
  return text.trimEnd().split('\n');
}
export function bytesOf(lines: readonly string[]): Uint8Array[] {
  return [Buffer.from(`${lines.join('\n')}\n`)];
}
