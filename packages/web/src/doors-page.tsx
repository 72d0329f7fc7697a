import { renderDocument } from './page/document.tsx';

export interface DoorsModel {
  readonly doors: readonly Door[];
  /** Things to try once a door is open; those with an address are links. */
  readonly tryThese: readonly { readonly words: string; readonly href?: string }[];
  readonly nonce?: string;
}

export interface Door {
  readonly title: string;
  /** Who the newcomer will be, and what to do first. */
  readonly description: string;
  readonly href: string;
}

/** The newcomer's first page: what this is in two sentences, and three doors. */
export function renderDoorsPage({ doors, tryThese, nonce }: DoorsModel): string {
  return renderDocument({
    title: 'Solway: three doors',
    bodyClass: 'doors',
    nonce,
    children: (
      <>
        <header class="masthead">
          <p class="brand">Solway</p>
          <p>A demonstration. Every person, number and address in it is invented.</p>
        </header>
        <main>
          <h1>The council’s record and the health board’s, each seen from the other side</h1>
          <p class="intro">
            A nurse sees the social work summary inside the clinical portal, and a social worker sees the NHS
            summary inside Mosaic, with no second login. Nothing is shown that a signed agreement does not
            grant, and nothing before it is written in a ledger that neither side can quietly change.
          </p>
          <h2>Choose a door</h2>
          <ol class="three">
            {doors.map((door) => (
              <li>
                <a href={door.href}>
                  <h3>{door.title}</h3>
                </a>
                <p>{door.description}</p>
              </li>
            ))}
          </ol>
          {tryThese.length === 0 ? undefined : (
            <section>
              <h2>Then try</h2>
              <ul class="tries">
                {tryThese.map((one) => (
                  <li>{one.href === undefined ? one.words : <a href={one.href}>{one.words}</a>}</li>
                ))}
              </ul>
            </section>
          )}
        </main>
      </>
    ),
  });
}
