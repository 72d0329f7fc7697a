import type { ItemView, Summary } from '@solway/record';
import type { SummaryActions } from './page/context.ts';
import { emergency } from './page/emergency.tsx';
import { foot } from './page/foot.tsx';
import { panel, stampsOf, viewsByItem } from './page/panel.tsx';
import { PANELS, WHOLE_SUMMARY } from './page/panels.ts';
import { personWarnings } from './page/person-warnings.tsx';
import { contextOf, viewerDocument } from './page/viewer-document.tsx';
import { tilesFor } from './tiles/tiles.ts';
import { renderTile } from './tiles/tile.tsx';

/**
 * What "try again" answers with: the banner, the panel that these items belong to with its tile, and the way back
 * to the whole summary. The script takes the panel and the tile out of it; without a script it is the page.
 */
export function renderPanelPage(
  summary: Summary,
  panelItems: readonly ItemView[],
  actions: SummaryActions,
): string {
  const context = contextOf({ ...summary, body: { state: 'matched', items: panelItems } }, actions);
  const views = viewsByItem(panelItems);
  const groups = PANELS[summary.direction].filter((group) => group.items.some((item) => views.has(item)));
  const ids = new Set(groups.map((group) => group.id));
  return viewerDocument(
    context,
    <>
      {personWarnings(panelItems, context)}
      {emergency(context)}
      <div class="glance one">
        {tilesFor(views, context)
          .filter((tile) => ids.has(tile.panel))
          .map(renderTile)}
      </div>
      {groups.map((group) => panel(group, views, context))}
      <form class="whole" method="post" action={actions.tryAgainUrl}>
        <input type="hidden" name="view" value={actions.viewId} />
        <input type="hidden" name="panel" value={WHOLE_SUMMARY} />
        <button>Show the whole summary again</button>
      </form>
    </>,
    foot(context, panelItems),
    stampsOf(panelItems, context),
  );
}
