import { londonTime } from '@solway/kernel';
import type { Summary } from '@solway/record';
import type { ComponentChildren } from 'preact';
import { banner, bannerName } from './banner.tsx';
import type { PageContext, SummaryActions } from './context.ts';
import type { Stamp } from './freshness.ts';
import { renderDocument } from './document.tsx';
import { titleBar, pageTitle } from './title-bar.tsx';
import { type ToldModel, toldNotices } from './told.tsx';

export function contextOf(
  summary: Summary,
  actions: SummaryActions,
  told: readonly ToldModel[] = [],
): PageContext {
  return {
    summary,
    actions,
    system: summary.owner.system,
    today: londonTime(summary.assembledAt).date,
    stamps: new Map(),
    told,
  };
}

/** What every page about a person has: the banner, the title bar, and what the script needs. */
export function viewerDocument(
  context: PageContext,
  main: ComponentChildren,
  footer: ComponentChildren,
  sources: readonly Stamp[] = [],
): string {
  const { summary, actions, today } = context;
  return renderDocument({
    title: `${pageTitle(summary.direction)}: ${bannerName(summary.person)}`,
    bodyClass: 'viewer',
    nonce: actions.nonce,
    scripts: ['viewer'],
    data: {
      'data-view': actions.viewId,
      'data-close': actions.closeUrl,
      'data-host': actions.hostOrigin,
      'data-idle': actions.idleMinutes,
      ...emergencyEnds(summary),
    },
    children: (
      <>
        <a class="skip" href="#main">
          Skip to the summary
        </a>
        {toldNotices(context.told, actions)}
        {banner(summary.person, today)}
        <main id="main" tabIndex={-1}>
          {titleBar(context, sources)}
          {main}
        </main>
        {footer}
        <div id="said" class="vh" role="status" aria-live="polite" />
        <div id="idle" class="idle" role="alert" />
        <template id="closed">
          <main class="notice">
            <h1 tabIndex={-1}>This view is closed</h1>
            <p>Nothing about the person is left on this page. Open it again from the record you have open.</p>
          </main>
        </template>
      </>
    ),
  });
}

/** An emergency opening ends on the screen as well: in so many milliseconds from when the page was made. */
function emergencyEnds({ emergency, assembledAt }: Summary): { readonly 'data-ends'?: number } {
  return emergency?.state === 'open'
    ? { 'data-ends': Date.parse(emergency.until) - Date.parse(assembledAt) }
    : {};
}
