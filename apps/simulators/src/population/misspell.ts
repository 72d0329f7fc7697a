import { isRealDate } from './calendar.ts';
import type { Random } from './random.ts';

/** Sounds and letters that are written one for the other by ear. */
const BY_EAR: readonly (readonly [string, string])[] = [
  ['ie', 'y'],
  ['y', 'ie'],
  ['ph', 'f'],
  ['c', 'k'],
  ['k', 'c'],
  ['ea', 'ee'],
  ['ll', 'l'],
  ['tt', 't'],
  ['nn', 'n'],
  ['n', 'nn'],
  ['s', 'z'],
  ['th', 't'],
  ['ai', 'ay'],
  ['ei', 'ie'],
  ['gh', 'ch'],
  ['oo', 'u'],
  ['e', 'a'],
  ['i', 'e'],
];
const KEYBOARD = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

/** One slip: by ear, a doubled or lost letter, two letters the wrong way round, the key beside. Always a change. */
export function misspell(word: string, random: Random): string {
  for (let tries = 0; tries < 12; tries += 1) {
    const wrong = slip(word, random);
    if (wrong !== word && wrong.length > 1) return wrong;
  }
  return `${word}e`;
}

function slip(word: string, random: Random): string {
  const at = random.between(1, Math.max(1, word.length - 1));
  const roll = random.next();
  if (roll < 0.4) {
    const [from, to] = random.pick(BY_EAR);
    const found = word.indexOf(from, 1);
    return found < 0 ? word : word.slice(0, found) + to + word.slice(found + from.length);
  }
  if (roll < 0.55) return word.slice(0, at) + word.slice(at + 1);
  if (roll < 0.67) return word.slice(0, at) + word.charAt(at - 1).toLowerCase() + word.slice(at);
  if (roll < 0.83) return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
  return word.slice(0, at) + besideOnKeyboard(word.charAt(at), random) + word.slice(at + 1);
}

function besideOnKeyboard(letter: string, random: Random): string {
  const row = KEYBOARD.find((one) => one.includes(letter));
  if (row === undefined) return letter;
  const at = row.indexOf(letter) + (random.chance(0.5) ? 1 : -1);
  return row.charAt(at) || letter;
}

/** A date one digit, day, month or year off: always real, always different, never after `latest`. */
export function nearDate(date: string, latest: string, random: Random): string {
  for (let tries = 0; tries < 40; tries += 1) {
    const at = random.pick([2, 3, 3, 5, 6, 6, 8, 9, 9, 9]);
    const digit = Number(date.charAt(at));
    const other = random.chance(0.7) ? digit + random.pick([-1, 1]) : random.between(0, 9);
    const near = `${date.slice(0, at)}${(other + 10) % 10}${date.slice(at + 1)}`;
    if (near !== date && isRealDate(near) && near <= latest && near > '1900') return near;
  }
  return date.endsWith('-01') ? `${date.slice(0, 8)}02` : `${date.slice(0, 8)}01`;
}

export function swapDayAndMonth(date: string): string | undefined {
  const swapped = `${date.slice(0, 4)}-${date.slice(8)}-${date.slice(5, 7)}`;
  return swapped !== date && isRealDate(swapped) ? swapped : undefined;
}

export function swapMac(surname: string): string | undefined {
  if (/^Mac[A-Z]/.test(surname)) return `Mc${surname.slice(3)}`;
  return /^Mc[A-Z]/.test(surname) ? `Mac${surname.slice(2)}` : undefined;
}
