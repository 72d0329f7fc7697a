const NAME = '__Host-solway';

/**
 * The browser's secret, which binds an opened view to the browser that opened it. `Partitioned` keeps it apart for
 * each host, and lets it live in a frame at all; `__Host-` keeps other names of the domain from setting it.
 */
export function browserCookie(secret: string): string {
  return `${NAME}=${secret}; Path=/; Secure; HttpOnly; SameSite=None; Partitioned`;
}

/** Our secret among a request's cookies; undefined where there is none of the right shape. */
export function readBrowserSecret(header: string | undefined): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const [name, value] = part.trim().split('=');
    if (name === NAME && value !== undefined && /^[\w-]{43}$/.test(value)) return value;
  }
  return undefined;
}
