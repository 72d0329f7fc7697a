import { html, type Html } from '../host/html.ts';

/** A page from which a demonstration changes what a stand-in holds. */
export function controlPage(title: string, said: string | undefined, body: Html): string {
  return html`<!doctype html>
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="stylesheet" href="/host.css" />
        <link rel="icon" href="data:," />
      </head>
      <body>
        <main id="main">
          <h1>${title}</h1>
          ${said === undefined ? undefined : html`<p role="status"><strong>${said}</strong></p>`} ${body}
          <p><a href="/">Back to the first page</a></p>
        </main>
      </body>
    </html>`.text;
}

export interface ControlField {
  readonly name: string;
  readonly label: string;
  readonly value?: string;
}

/** One thing that can be changed: its fields and its button. */
export function controlForm(
  path: string,
  change: string,
  button: string,
  fields: readonly ControlField[],
): Html {
  return html`<form method="post" action="${path}" class="why">
    <input type="hidden" name="change" value="${change}" />
    ${fields.map(
      ({ name, label, value }) =>
        html`<label for="${change}-${name}">${label}</label>
          <input
            id="${change}-${name}"
            name="${name}"
            value="${value ?? ''}"
            maxlength="120"
            autocomplete="off"
          />`,
    )}
    <button>${button}</button>
  </form>`;
}

/** Headers of a control page: it runs no script and is framed by nobody. */
export const CONTROL_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
} as const;
