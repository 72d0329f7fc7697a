import type { VNode } from 'preact';
import { renderDocument } from '../page/document.tsx';
import { inWords } from '../words/people.ts';

/** Which organisation's sign-in to use. Each is a plain link: nothing is known of anybody yet. */
export function renderSignInPage(ways: readonly { readonly id: string; readonly label: string }[]): string {
  return page('Sign in', [
    <p>Your own organisation signs you in. If two employ you, choose the one that you act for now.</p>,
    <ul class="ways">
      {ways.map(({ id, label }) => (
        <li>
          <a class="way" href={`/sign-in/with/${id}`}>
            Sign in as {label}
          </a>
        </li>
      ))}
    </ul>,
    <p class="soft">
      Practitioners do not sign in here: open the person in your own system, and the summary is on their page.
    </p>,
  ]);
}

export interface SignedInModel {
  readonly name: string;
  readonly organisation: string;
  /** The role that they act in; undefined until they have chosen one of several. */
  readonly acting: string | undefined;
  readonly roles: readonly string[];
  /** Each page's form: where it posts, and the opaque id that it carries. */
  readonly pages: readonly { readonly href: string; readonly label: string; readonly viewId: string }[];
}

/** Who is signed in, as what, and the pages that this opens. */
export function renderSignedInPage({ name, organisation, acting, roles, pages }: SignedInModel): string {
  const others = roles.filter((role) => role !== acting);
  return page(acting === undefined ? 'Choose the role that you act in' : 'You are signed in', [
    <p>
      <b>{name}</b>, {organisation}
      {acting === undefined ? '' : `, acting as ${inWords(acting)}`}. What you open is recorded under the role
      that you act in.
    </p>,
    pages.length === 0 ? undefined : (
      <ul class="ways">
        {pages.map(({ href, label, viewId }) => (
          <li>
            <form method="post" action={href}>
              <input type="hidden" name="view" value={viewId} />
              <button>{label}</button>
            </form>
          </li>
        ))}
      </ul>
    ),
    others.length === 0 ? undefined : (
      <form method="post" action="/sign-in/act" class="ways">
        {others.map((role) => (
          <button class={acting === undefined ? undefined : 'small'} name="role" value={role}>
            Act as {inWords(role)}
          </button>
        ))}
      </form>
    ),
    <form method="post" action="/sign-out">
      <button class="small">Sign out</button>
    </form>,
  ]);
}

/** Asked before a sensitive act, of somebody whose sign-in is a while ago. */
export function renderConfirmPage({ confirmUrl }: { readonly confirmUrl: string }): string {
  return page('Confirm that it is you', [
    <p>What you asked for needs you to confirm who you are. Nothing has been done yet.</p>,
    <p>
      <a class="way" href={confirmUrl}>
        Confirm with your organisation
      </a>
    </p>,
    <p>Then choose it again from your pages.</p>,
  ]);
}

export function renderSignInRefusal({
  code,
  sentence,
}: {
  readonly code: string;
  readonly sentence: string;
}): string {
  return page('You are not signed in', [
    <p>{sentence}</p>,
    <p>
      <a class="way" href="/sign-in">
        Sign in
      </a>
    </p>,
    <p class="soft">
      Code <code>{code}</code>
    </p>,
  ]);
}

function page(title: string, children: readonly (VNode | undefined)[]): string {
  return renderDocument({
    title: `${title}: Solway`,
    bodyClass: 'glass',
    children: (
      <>
        <header class="masthead">
          <p class="brand">Solway</p>
        </header>
        <main class="notice signing">
          <h1>{title}</h1>
          {children}
        </main>
      </>
    ),
  });
}
