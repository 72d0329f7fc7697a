import type { VNode } from 'preact';
import { tag } from '../page/inline.tsx';
import { list, table } from '../page/table.tsx';
import { smallForm, stampWords, waited } from './frame.tsx';
import type { WorklistModel } from './model.ts';

/** Reports from pages that showed no match: nothing was stopped, and somebody has to look. */
export function reports({ reports: rows, actions }: WorklistModel): VNode | undefined {
  if (rows.length === 0) return undefined;
  return (
    <section class="panel" aria-labelledby="reports">
      <header>
        <h2 id="reports">Reported from pages with no match: {rows.length}</h2>
        <p class="stamp">nothing was stopped</p>
      </header>
      <div class="item">
        {table(
          'Reports from pages that showed no match',
          ['About', 'Reported', 'Said', 'Look', 'What you found'],
          rows.map((row) => [
            <>
              {row.about?.words ?? 'Withheld'}
              <small>
                {row.about === undefined
                  ? 'A restricted person: only a steward on the allow-list is told who it is.'
                  : `Reference ${row.reference}`}
              </small>
            </>,
            <>
              {stampWords(row.at)}
              <small>{row.from}</small>
            </>,
            row.words,
            row.about === undefined
              ? undefined
              : smallForm(actions.findUrl, actions.viewId, { number: row.about.number }, 'Find'),
            row.about === undefined ? undefined : (
              <form method="post" action={actions.reportUrl} class="line">
                <input type="hidden" name="view" value={actions.viewId} />
                <input type="hidden" name="report" value={row.reportId} />
                <input
                  name="note"
                  required
                  maxLength={2000}
                  autocomplete="off"
                  aria-label={`What you found, report ${row.reference}`}
                />{' '}
                <button class="small">Settle</button>
              </form>
            ),
          ]),
        )}
      </div>
    </section>
  );
}

/** Undone links of which somebody has still to acknowledge what they saw. */
export function unacknowledged({
  unacknowledged: rows,
  actions,
  assembledAt,
}: WorklistModel): VNode | undefined {
  if (rows.length === 0) return undefined;
  return (
    <section class="panel" aria-labelledby="unacknowledged">
      <header>
        <h2 id="unacknowledged">Seen through a wrong link, not yet acknowledged</h2>
      </header>
      <div class="item">
        {list(
          rows.map((row) => ({
            name: (
              <>
                {row.about ?? 'Withheld'} {row.late === 0 ? undefined : tag('bad', `${row.late} late`)}
              </>
            ),
            about: `${row.waiting} ${row.waiting === 1 ? 'person has' : 'people have'} still to acknowledge; waiting ${waited(row.since, assembledAt)}`,
            end:
              row.about === undefined
                ? undefined
                : smallForm(actions.exposureUrl, actions.viewId, { link: row.linkId }, 'Exposure report'),
          })),
        )}
      </div>
    </section>
  );
}
