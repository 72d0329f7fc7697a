const ascii = /^\p{ASCII}*$/u;
const encoder = new TextEncoder();

/** The UTF-8 bytes of a text. DuckDB's string measures count bytes, so ours do too. */
export function bytesOf(text: string): Uint8Array {
  if (!ascii.test(text)) return encoder.encode(text);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return bytes;
}
