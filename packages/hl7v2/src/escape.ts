import type { Delimiters } from './message.ts';

/** Text for a field: what would be read as a delimiter or end the segment is escaped (chapter 2.7). */
export function escape(text: string, delimiters: Delimiters): string {
  const codes: Readonly<Record<string, string>> = {
    [delimiters.field]: 'F',
    [delimiters.component]: 'S',
    [delimiters.subcomponent]: 'T',
    [delimiters.repetition]: 'R',
    [delimiters.escape]: 'E',
  };
  const mark = delimiters.escape;
  return Array.from(text, (sign) => {
    const code = codes[sign];
    if (code !== undefined) return `${mark}${code}${mark}`;
    if (sign === '\r' || sign === '\n') return `${mark}.br${mark}`;
    // A control character in a value would break the frame or the segment.
    return sign < ' ' ? ' ' : sign;
  }).join('');
}

/** What was meant: escapes are resolved; one that is unknown, or a lone sign, stays as it was written. */
export function unescape(written: string, delimiters: Delimiters): string {
  const mark = delimiters.escape;
  if (!written.includes(mark)) return written;
  const parts = written.split(mark);
  let text = parts[0] ?? '';
  let i = 1;
  while (i < parts.length) {
    const code = parts[i] ?? '';
    const meant = i + 1 < parts.length ? meantBy(code, delimiters) : undefined;
    if (meant === undefined) {
      text += mark + code;
      i += 1;
    } else {
      text += meant + (parts[i + 1] ?? '');
      i += 2;
    }
  }
  return text;
}

function meantBy(code: string, delimiters: Delimiters): string | undefined {
  switch (code) {
    case 'F':
      return delimiters.field;
    case 'S':
      return delimiters.component;
    case 'T':
      return delimiters.subcomponent;
    case 'R':
      return delimiters.repetition;
    case 'E':
      return delimiters.escape;
    case 'H':
    case 'N':
      return '';
    case '.br':
    case '.sp':
      return '\n';
  }
  if (/^X(?:[0-9A-Fa-f]{2}){1,200}$/.test(code)) return hex(code.slice(1));
  return undefined;
}

/** UTF-8 where the bytes are, else Windows-1252. */
function hex(digits: string): string {
  const bytes = Buffer.from(digits, 'hex');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
