import { byteText } from './bytes.ts';

const PREFIX_WEIGHT = 0.1;
const PREFIX_LONGEST = 4;
const BOOST_ABOVE = 0.7;

/**
 * Jaro–Winkler similarity, 0 to 1 (Winkler 1990), over UTF-8 bytes; the prefix bonus applies above 0.7.
 * Equal to DuckDB's `jaro_winkler_similarity` to the last bit: the order of the operations matters.
 */
export function jaroWinkler(left: string, right: string): number {
  if (left === right) return left === '' ? 0 : 1;
  const a = byteText(left);
  const b = byteText(right);
  const similarity = jaro(a, b);
  if (similarity <= BOOST_ABOVE) return similarity;
  let prefix = 0;
  const most = Math.min(PREFIX_LONGEST, a.length, b.length);
  while (prefix < most && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix += 1;
  return similarity + prefix * PREFIX_WEIGHT * (1 - similarity);
}

// Which bytes have found another; used again by every call.
let usedA = new Uint8Array(64);
let usedB = new Uint8Array(64);

function jaro(a: string, b: string): number {
  if (a.length === 0 || b.length === 0) return 0;
  const window = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  if (usedA.length < a.length) usedA = new Uint8Array(a.length);
  if (usedB.length < b.length) usedB = new Uint8Array(b.length);
  usedA.fill(0, 0, a.length);
  usedB.fill(0, 0, b.length);
  let matches = 0;
  for (let i = 0; i < a.length; i += 1) {
    const last = Math.min(b.length - 1, i + window);
    const byte = a.charCodeAt(i);
    for (let j = Math.max(0, i - window); j <= last; j += 1) {
      if (usedB[j] === 1 || byte !== b.charCodeAt(j)) continue;
      usedA[i] = 1;
      usedB[j] = 1;
      matches += 1;
      break;
    }
  }
  if (matches === 0) return 0;
  const transpositions = Math.floor(outOfOrder(a, b) / 2);
  return (matches / a.length + matches / b.length + (matches - transpositions) / matches) / 3;
}

function outOfOrder(a: string, b: string): number {
  let count = 0;
  let j = 0;
  for (let i = 0; i < a.length; i += 1) {
    if (usedA[i] === 0) continue;
    while (usedB[j] === 0) j += 1;
    if (a.charCodeAt(i) !== b.charCodeAt(j)) count += 1;
    j += 1;
  }
  return count;
}
