export interface Recording {
  /** The CHI number of the one who was recorded. */
  readonly chi: string;
  /** Bodies by `keyOf` their path. */
  readonly bodies: Readonly<Record<string, string>>;
}

/** The CHI number in a search for a patient. */
export const CHI_ASKED = /(?<=identifier=[^&]*%7C)\d{10}/;

/** The moment in a search and the person looked up differ from run to run and answer nothing else. */
export function keyOf(path: string): string {
  return path.replace(/date=ge[^&]*/g, 'date=ge').replace(CHI_ASKED, 'chi');
}

/** The path of a key again, for one person. */
export function pathOf(key: string, chi: string): string {
  return key.replace(/date=ge(?=&|$)/, 'date=ge2026-01-01').replace(/%7Cchi/, `%7C${chi}`);
}
