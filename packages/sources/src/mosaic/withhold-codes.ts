const WITHHELD = '[code withheld]';

// A telephone number in the United Kingdom: 0 or +44, and nine or ten digits more, with or without spaces.
const TELEPHONE = /(?:\+44|\b0)(?:[ -]?[0-9]){9,10}\b/g;
// What a key safe or a door takes: three to eight digits, with or without gaps and with letters at either end.
const CODE = /\b[A-Z]?[0-9](?:[ .,-]?[0-9]){2,7}[A-Z]?\b/gi;

/** Text with everything that may be an entry code withheld; telephone numbers stay. */
export function withholdCodes(text: string): string {
  let result = '';
  let from = 0;
  for (const found of text.matchAll(TELEPHONE)) {
    result += text.slice(from, found.index).replace(CODE, WITHHELD) + found[0];
    from = found.index + found[0].length;
  }
  return result + text.slice(from).replace(CODE, WITHHELD);
}
