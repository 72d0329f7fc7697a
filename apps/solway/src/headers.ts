/** What may load and run on our pages: our own stylesheet and script, and nothing else. */
function contentSecurityPolicy(frameAncestors: readonly string[], formAction: readonly string[]): string {
  const ancestors = frameAncestors.length === 0 ? "'none'" : frameAncestors.join(' ');
  return [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    ["form-action 'self'", ...formAction].join(' '),
    "base-uri 'none'",
    `frame-ancestors ${ancestors}`,
  ].join('; ');
}

/**
 * The headers of every page. `Referrer-Policy` is `same-origin`, not `no-referrer`: under the latter browsers send
 * `Origin: null` with our own forms, and the check that a form came from our page would have nothing to check. No
 * address of ours holds an identifier, and nothing is sent to another site either way.
 */
export function pageHeaders(
  frameAncestors: readonly string[],
  /** Where else a form's answer may send the browser: a provider, on signing out. */
  formAction: readonly string[] = [],
): Readonly<Record<string, string>> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': contentSecurityPolicy(frameAncestors, formAction),
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
    'x-robots-tag': 'noindex',
  };
}
