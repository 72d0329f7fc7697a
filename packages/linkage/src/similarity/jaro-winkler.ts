import { bytesOf } from './bytes.ts';

const PREFIX_WEIGHT = 0.1;
const PREFIX_LONGEST = 4;
const BOOST_ABOVE = 0.7;

/**
 * Jaro–Winkler similarity, 0 to 1 (Winkler 1990), over UTF-8 bytes; the prefix bonus applies above 0.7.
 * Equal to DuckDB's `jaro_winkler_similarity` to the last bit: the order of the operations matters.
 */
export function jaroWinkler(left: string, right: string): number {
  if (left === right) return left === '' ? 0 : 1;
  const a = bytesOf(left);
  const b = bytesOf(right);
  const similarity = jaro(a, b);
  if (similarity <= BOOST_ABOVE) return similarity;
  let prefix = 0;
  const most = Math.min(PREFIX_LONGEST, a.length, b.length);
  while (prefix < most && a[prefix] === b[prefix]) prefix += 1;
  return similarity + prefix * PREFIX_WEIGHT * (1 - similarity);
}

function jaro(a: Uint8Array, b: Uint8Array): number {
  if (a.length === 0 || b.length === 0) return 0;
  const window = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const usedA = new Uint8Array(a.length);
  const usedB = new Uint8Array(b.length);
  let matches = 0;
  for (let i = 0; i < a.length; i += 1) {
    const last = Math.min(b.length - 1, i + window);
    for (let j = Math.max(0, i - window); j <= last; j += 1) {
      if (usedB[j] === 1 || a[i] !== b[j]) continue;
      usedA[i] = 1;
      usedB[j] = 1;
      matches += 1;
      break;
    }
  }
  if (matches === 0) return 0;
  const transpositions = Math.floor(outOfOrder(a, b, usedA, usedB) / 2);
  return (matches / a.length + matches / b.length + (matches - transpositions) / matches) / 3;
}

function outOfOrder(a: Uint8Array, b: Uint8Array, usedA: Uint8Array, usedB: Uint8Array): number {
  let count = 0;
  let j = 0;
  for (let i = 0; i < a.length; i += 1) {
    if (usedA[i] === 0) continue;
    while (usedB[j] === 0) j += 1;
    if (a[i] !== b[j]) count += 1;
    j += 1;
  }
  return count;
}
