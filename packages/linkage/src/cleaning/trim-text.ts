/** A text without the spaces around it, narrow and non-breaking ones included, as SQL trims it. */
export function trimText(value: string): string {
  if (isPlain(value.charCodeAt(0)) && isPlain(value.charCodeAt(value.length - 1))) return value;
  return value.replace(/^\p{Zs}+|\p{Zs}+$/gu, '');
}

/** Visible ASCII. */
function isPlain(code: number): boolean {
  return code > 32 && code < 127;
}
