import type { ComponentChildren, VNode } from 'preact';
import { renderDocument } from '../page/document.tsx';
import { inWords } from '../words/people.ts';

/** What every page of those who keep the agreement needs. */
export interface GovernanceFrame {
  readonly viewer: { readonly name: string; readonly role: string; readonly organisation: string };
  /** The opaque id of this sign-in's pages; in form bodies only. */
  readonly viewId: string;
  /** The pages that this viewer may open: each is a form's address. */
  readonly pages: readonly GovernanceLink[];
  /** Which of them this page belongs to. */
  readonly here: string;
  readonly nonce?: string;
}

export interface GovernanceLink {
  readonly href: string;
  readonly label: string;
}

/** What has just happened, said at the top of the page that follows. */
export interface GovernanceSaid {
  readonly tone: 'done' | 'trouble';
  readonly words: string;
}

export interface GovernanceParts {
  readonly title: string;
  /** `Skip to the ledger` */
  readonly skip: string;
  readonly frame: GovernanceFrame;
  readonly said?: GovernanceSaid | undefined;
  readonly children: ComponentChildren;
}

/** A governance page: whole, never inside another system's frame, with the way to the others at its top. */
export function governanceDocument({ title, skip, frame, said, children }: GovernanceParts): string {
  const { viewer } = frame;
  return renderDocument({
    title,
    bodyClass: 'glass governance',
    nonce: frame.nonce,
    children: (
      <>
        <a class="skip" href="#main">
          {skip}
        </a>
        <header class="masthead">
          <p class="brand">Solway</p>
          <p>
            {viewer.name}, {inWords(viewer.role)}, {viewer.organisation}
          </p>
        </header>
        {navigation(frame)}
        <main id="main" tabIndex={-1}>
          {said === undefined ? undefined : (
            <div class={`said ${said.tone}`} role="status">
              <p>{said.words}</p>
            </div>
          )}
          {children}
        </main>
      </>
    ),
  });
}

/** Buttons, not links: who is looking travels in the form, and never in an address. */
function navigation({ pages, here, viewId }: GovernanceFrame): VNode {
  return (
    <nav class="pages" aria-label="Governance pages">
      <form method="post" action={here}>
        <input type="hidden" name="view" value={viewId} />
        {pages.map(({ href, label }) => (
          <button formaction={href} aria-current={href === here ? 'page' : undefined}>
            {label}
          </button>
        ))}
      </form>
    </nav>
  );
}

/** What the page says where something was refused, or is not there: nothing was changed. */
export function renderGovernanceRefusal(refusal: {
  readonly frame: GovernanceFrame;
  readonly title: string;
  readonly sentences: readonly string[];
  readonly code: string;
  /** Where to go on. */
  readonly back?: {
    readonly href: string;
    readonly words: string;
    readonly fields?: Readonly<Record<string, string>>;
  };
}): string {
  const { frame, title, sentences, code, back } = refusal;
  return governanceDocument({
    title,
    skip: 'Skip to the message',
    frame,
    children: (
      <section class="panel">
        <div class="item">
          <h1>{title}</h1>
          {sentences.map((words) => (
            <p>{words}</p>
          ))}
          <p>
            <b>Nothing was changed.</b>
          </p>
          {back === undefined ? undefined : postButton(frame, back.href, back.words, back.fields)}
          <p class="soft">
            Code <code>{code}</code>
          </p>
        </div>
      </section>
    ),
  });
}

/** One button that posts what it stands for. */
export function postButton(
  { viewId }: Pick<GovernanceFrame, 'viewId'>,
  href: string,
  words: string,
  fields: Readonly<Record<string, string>> = {},
  about?: string,
): VNode {
  return (
    <form class="one" method="post" action={href}>
      <input type="hidden" name="view" value={viewId} />
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <button class="small" aria-label={about === undefined ? undefined : `${words}: ${about}`}>
        {words}
      </button>
    </form>
  );
}
