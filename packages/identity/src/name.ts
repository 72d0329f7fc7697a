/** Letters that a strip of accents leaves as they are. */
const PLAIN: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ð: 'd',
};

/** Lower-case ASCII letters only, with Mac/Mc and O' written one way: `McKAY` and `Mac Kay` are both `mackay`. */
export function foldName(name: string): string {
  const plain = name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[łøđßæœþð]/g, (letter) => PLAIN[letter] ?? letter)
    .replace(/[^a-z]/g, '');
  return plain.replace(/^mc(?=[a-z]{2})/, 'mac');
}

/** The separate words of a name, folded: `Mary-Jane Ann` is `mary`, `jane`, `ann`. */
export function nameWords(name: string): readonly string[] {
  return name
    .split(/[\s\-.,]+/)
    .map(foldName)
    .filter((word) => word !== '');
}

/** `dg1 4 ab ` and `DG14AB` are the same postcode; undefined where it is none. */
export function foldPostcode(postcode: string): string | undefined {
  const plain = postcode.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return /^[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}$/.test(plain) ? plain : undefined;
}

/** Words that stand where a forename is not known. */
const NO_FORENAME = new Set([
  'baby',
  'babyof',
  'unknown',
  'notknown',
  'infant',
  'twin',
  'twinone',
  'twintwo',
  'male',
  'female',
]);

export function isPlaceholderForename(word: string): boolean {
  return NO_FORENAME.has(word);
}
