/**
 * Where a text stops being JSON, as a line and a column from 1. The engine's own message does not always say.
 */
export function jsonFaultPlace(text: string): string {
  const at = firstFault(text);
  const before = text.slice(0, at).split('\n');
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}

const space = /[ \t\n\r]*/y;
const scalar =
  /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null/uy;

function firstFault(text: string): number {
  let at = 0;
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at += found[0].length;
    return found !== null;
  };
  const take = (letter: string): boolean => {
    skip(space);
    if (text[at] !== letter) return false;
    at += 1;
    return true;
  };
  const list = (close: string, item: () => boolean): boolean => {
    if (take(close)) return true;
    do if (!item()) return false;
    while (take(','));
    return take(close);
  };
  const value = (): boolean => {
    if (take('{'))
      return list('}', () => (skip(space), text[at] === '"' && skip(scalar) && take(':') && value()));
    if (take('[')) return list(']', value);
    return skip(scalar);
  };
  if (value()) skip(space);
  return at;
}
