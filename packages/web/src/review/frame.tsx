import { formatDate, londonTime } from '@solway/kernel';
import type { ComponentChildren, VNode } from 'preact';
import { renderDocument } from '../page/document.tsx';
import { inWords } from '../words/people.ts';
import type { ReviewActions, ReviewSaid, ReviewViewer } from './model.ts';

export interface FrameParts {
  readonly title: string;
  readonly skip: string;
  readonly viewer: ReviewViewer;
  readonly actions: ReviewActions;
  readonly said?: ReviewSaid | undefined;
  /** Whether letters decide and move on this page. */
  readonly keys: boolean;
  readonly children: ComponentChildren;
}

/** The steward's pages: whole pages of their own, that clear themselves when nobody uses them. */
export function reviewDocument({ title, skip, viewer, actions, said, keys, children }: FrameParts): string {
  return renderDocument({
    title,
    bodyClass: 'glass review',
    nonce: actions.nonce,
    scripts: ['viewer', 'steward'],
    data: {
      'data-view': actions.viewId,
      'data-close': actions.closeUrl,
      'data-idle': actions.idleMinutes,
      'data-keys': keys ? 'waiting' : 'none',
    },
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
        <main id="main" tabIndex={-1}>
          {said === undefined ? undefined : saidLine(said, actions)}
          {children}
        </main>
        <div id="said" class="vh" role="status" aria-live="polite" />
        <div id="idle" class="idle" role="alert" />
        <template id="closed">
          <main class="notice">
            <h1 tabIndex={-1}>This view is closed</h1>
            <p>Nothing about anybody is left on this page. Open the worklist again from Mosaic.</p>
          </main>
        </template>
      </>
    ),
  });
}

function saidLine(said: ReviewSaid, actions: ReviewActions): VNode {
  return (
    <div class={`said ${said.tone}`} role="status">
      <p>{said.words}</p>
      {said.exposureOf === undefined
        ? undefined
        : smallForm(actions.exposureUrl, actions.viewId, { link: said.exposureOf }, 'Exposure report')}
      {said.caseId === undefined
        ? undefined
        : smallForm(actions.openUrl, actions.viewId, { case: said.caseId }, 'Open it again')}
    </div>
  );
}

/** One button that posts what it stands for. */
export function smallForm(
  url: string,
  viewId: string,
  fields: Readonly<Record<string, string>>,
  words: string,
  key?: string,
): VNode {
  return (
    <form method="post" action={url}>
      <input type="hidden" name="view" value={viewId} />
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <button class="small" data-key={key} aria-keyshortcuts={key?.toUpperCase()}>
        {words}
        {key === undefined ? undefined : keyCap(key)}
      </button>
    </form>
  );
}

/** The letter that does the same; there for those who see it, and told to others by `aria-keyshortcuts`. */
export function keyCap(key: string): VNode {
  return (
    <kbd aria-hidden="true" class="key">
      {key.toUpperCase()}
    </kbd>
  );
}

export function stampWords(at: Parameters<typeof londonTime>[0]): string {
  const { date, time } = londonTime(at);
  return `${time}, ${formatDate(date)}`;
}

const HOUR_MS = 3_600_000;

/** One button that brings a file: the page stays. */
export function fileForm(
  url: string,
  viewId: string,
  fields: Readonly<Record<string, string>>,
  words: string,
): VNode {
  return (
    <form method="post" action={url} data-stays>
      <input type="hidden" name="view" value={viewId} />
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <button class="small">{words}</button>
    </form>
  );
}

/** How long something has waited, in one unit. */
export function waited(since: string, now: string): string {
  const hours = Math.max(0, Math.floor((Date.parse(now) - Date.parse(since)) / HOUR_MS));
  if (hours < 1) return 'under an hour';
  if (hours < 48) return `${hours} ${hours === 1 ? 'hour' : 'hours'}`;
  return `${Math.floor(hours / 24)} days`;
}
