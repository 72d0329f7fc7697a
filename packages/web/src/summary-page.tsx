import type { Summary } from '@solway/record';
import type { PageContext, SummaryActions } from './page/context.ts';
import { emergency, notOpen } from './page/emergency.tsx';
import { foot } from './page/foot.tsx';
import { notMatched } from './page/not-matched.tsx';
import { panel, stampsOf, viewsByItem, type ViewsByItem } from './page/panel.tsx';
import { PANELS, type PanelGroup } from './page/panels.ts';
import { personWarnings } from './page/person-warnings.tsx';
import type { ToldModel } from './page/told.tsx';
import { sourceTrouble } from './page/source-trouble.tsx';
import { trainingWarning } from './page/training-warning.tsx';
import { contextOf, viewerDocument } from './page/viewer-document.tsx';
import { tilesFor } from './tiles/tiles.ts';
import { renderTile } from './tiles/tile.tsx';

/** The whole page for inside the host's frame, from what was decided, fetched, restricted and recorded. */
export function renderSummaryPage(
  summary: Summary,
  actions: SummaryActions,
  told: readonly ToldModel[] = [],
): string {
  const context = contextOf(summary, actions, told);
  const { body } = summary;
  switch (body.state) {
    case 'not-matched':
      return viewerDocument(context, notMatched(context), foot(context, []));
    case 'not-open':
      return viewerDocument(context, notOpen(context), foot(context, body.items));
    case 'matched':
      return viewerDocument(
        context,
        matched(context, body.items),
        foot(context, body.items),
        stampsOf(body.items, context),
      );
  }
}

type Items = Extract<Summary['body'], { state: 'matched' }>['items'];

function matched(context: PageContext, items: Items) {
  const views = viewsByItem(items);
  const groups = PANELS[context.summary.direction];
  const column = (which: PanelGroup['column']) =>
    groups.filter((group) => columnOf(group, views) === which).map((group) => panel(group, views, context));
  return (
    <>
      {trainingWarning(context)}
      {personWarnings(items, context)}
      {emergency(context)}
      {sourceTrouble(items, context)}
      <div class="glance">{tilesFor(views, context).map(renderTile)}</div>
      <div class="columns">
        <div>{column('wide')}</div>
        <div>{column('narrow')}</div>
      </div>
    </>
  );
}

function columnOf(group: PanelGroup, views: ViewsByItem): PanelGroup['column'] {
  const widened = group.widenedBy?.some((item) => views.get(item)?.outcome.state === 'shown') ?? false;
  return widened ? 'wide' : group.column;
}
