import { isAscii } from '../similarity/ascii.ts';

// Letters that Unicode does not decompose, with the plain letter a clerk would type.
const undecomposed: Record<string, string> = {
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  ħ: 'h',
  Ħ: 'H',
  ı: 'i',
  ŧ: 't',
  Ŧ: 'T',
  ŋ: 'n',
  Ŋ: 'N',
  ƒ: 'f',
  ə: 'e',
  Ə: 'E',
  ß: 's',
  ẞ: 'S',
  æ: 'a',
  Æ: 'A',
  œ: 'o',
  Œ: 'O',
  þ: 't',
  Þ: 'T',
  '’': "'",
  '‘': "'",
  ʼ: "'",
  ʻ: "'",
  '´': "'",
  '′': "'",
  '‐': '-',
  '‑': '-',
  '–': '-',
  '—': '-',
  '−': '-',
  '“': '"',
  '”': '"',
  '\u00a0': ' ',
  '\u2009': ' ',
  '\u202f': ' ',
};

const ranges: readonly [number, number][] = [
  [0xc0, 0x24f],
  [0x1e00, 0x1eff],
];

function table(): [string, string] {
  let from = '';
  let to = '';
  for (const [letter, plain] of Object.entries(undecomposed)) {
    from += letter;
    to += plain;
  }
  for (const [first, last] of ranges) {
    for (let code = first; code <= last; code += 1) {
      const letter = String.fromCharCode(code);
      const plain = letter.normalize('NFD')[0]!;
      if (plain < '\x7f' && undecomposed[letter] === undefined) {
        from += letter;
        to += plain;
      }
    }
  }
  return [from, to];
}

/** One table, one letter to one letter, used alike by the SQL and the TypeScript: accents off, dashes plain. */
export const [foldFrom, foldTo] = table();

/** Marks that follow a letter in decomposed text; dropped. */
export const combiningMarks = '[\u0300-\u036f]';

const byLetter = new Map(Array.from(foldFrom, (letter, i) => [letter, foldTo[i]!]));

/** Latin text without accents, and typographic quotes and dashes as plain ones. Other scripts are left alone. */
export function fold(value: string): string {
  if (isAscii(value)) return value;
  let out = '';
  for (const letter of value) {
    if (letter >= '\u0300' && letter <= '\u036f') continue;
    out += byLetter.get(letter) ?? letter;
  }
  return out;
}
