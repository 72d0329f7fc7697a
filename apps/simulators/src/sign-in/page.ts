import { html } from '../host/html.ts';
import { roleName } from '../host/roles.ts';
import type { StaffMember } from '../population/staff.ts';

const NAMES = { council: 'Council staff sign-in', health: 'Health board staff sign-in' } as const;
/** Those who keep the agreement come first: they are who signs in to Solway itself. */
const FIRST = ['governance-lead', 'data-steward'];

/** Who are you? A stand-in asks for no password. */
export function interactionPage(asked: {
  readonly organisation: 'council' | 'health';
  readonly staff: readonly StaffMember[];
  /** Solway asked for a second factor. */
  readonly strong: boolean;
  /** The user is signed in, and is asked again. */
  readonly again: boolean;
}): string {
  const rank = (one: StaffMember): number => {
    const at = FIRST.indexOf(one.role);
    return at < 0 ? FIRST.length : at;
  };
  const people = [...new Map(asked.staff.map((one) => [one.userId, one])).values()].sort(
    (a, b) => rank(a) - rank(b),
  );
  const title = NAMES[asked.organisation];
  return `<!doctype html>${
    html`<html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <style>
          body {
            font:
              16px/1.5 system-ui,
              sans-serif;
            margin: 2rem auto;
            max-width: 34rem;
            padding: 0 1rem;
            color: #222;
          }
          li {
            margin: 0.3rem 0;
            list-style: none;
          }
          ul {
            padding: 0;
          }
          button {
            font: inherit;
            padding: 0.4rem 0.8rem;
            min-height: 2.5rem;
            text-align: left;
            width: 100%;
          }
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          <p>
            A stand-in: it asks for no password.
            ${asked.again ? 'Solway asks you to confirm who you are.' : ''}
            ${asked.strong ? 'Choosing your name stands for a second factor too.' : ''}
          </p>
          <form method="post">
            <ul>
              ${people.map(
                (one) =>
                  html`<li>
                    <button name="user" value="${one.userId}">
                      ${one.name}, ${roleName(one.role)}, ${one.team}
                    </button>
                  </li>`,
              )}
            </ul>
            <button name="act" value="cancel">Turn back</button>
          </form>
        </main>
      </body>
    </html>`.text
  }`;
}
