/** A text without the spaces around it, narrow and non-breaking ones included, as SQL trims it. */
export function trimText(value: string): string {
  return value.replace(/^\p{Zs}+|\p{Zs}+$/gu, '');
}
