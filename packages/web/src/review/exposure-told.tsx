import type { ComponentChild, VNode } from 'preact';
import { tag } from '../page/inline.tsx';
import { table } from '../page/table.tsx';
import { inWords } from '../words/people.ts';
import { stampWords } from './frame.tsx';
import type { ExposureModel, ExposureNoticeRow } from './model.ts';

/** Who has been told of a wrong link, who has said that they will check, and who has not. */
export function told(model: ExposureModel): VNode | undefined {
  const { notices } = model;
  if (notices.length === 0) return undefined;
  const waiting = notices.filter((one) => one.acknowledgedAt === undefined).length;
  return (
    <section class="panel" aria-labelledby="told">
      <header>
        <h2 id="told">
          {waiting === 0
            ? `Told: all ${notices.length} have acknowledged`
            : `Told: ${notices.length - waiting} of ${notices.length} have acknowledged`}
        </h2>
        <p class="stamp">late after {model.lateAfterHours} hours</p>
      </header>
      <div class="item">
        {table(
          'Who is to be told',
          ['Who', 'Since', 'On a page of theirs', 'Acknowledged', 'Told in another way'],
          notices.map((row) => line(model, row)),
        )}
      </div>
      <p class="item soft">
        Each is told above the next page they open, of whichever person, until they acknowledge it: when it
        was, whose page they had open, and what to check again.
      </p>
    </section>
  );
}

function line(model: ExposureModel, row: ExposureNoticeRow): readonly ComponentChild[] {
  return [
    <>
      {row.user.name}
      <small>
        {inWords(row.user.role)}, {row.user.organisation}
      </small>
    </>,
    stampWords(row.raisedAt),
    row.shownAt === undefined ? 'Not yet' : stampWords(row.shownAt),
    row.acknowledgedAt === undefined ? (
      <>
        {row.late ? tag('bad', 'Late') : tag('due', 'Not yet')}
        {row.hasLeft ? <small>Has left the directory: no page of theirs will open.</small> : undefined}
      </>
    ) : (
      <>
        {stampWords(row.acknowledgedAt)}
        {row.toldBy === undefined ? undefined : <small>told by {row.toldBy}</small>}
      </>
    ),
    row.acknowledgedAt === undefined ? otherwise(model, row) : undefined,
  ];
}

function otherwise({ actions, ...model }: ExposureModel, row: ExposureNoticeRow): VNode {
  return (
    <form method="post" action={actions.toldUrl} class="line">
      <input type="hidden" name="view" value={actions.viewId} />
      <input type="hidden" name="link" value={model.linkId} />
      <input type="hidden" name="notice" value={row.noticeId} />
      <input
        name="note"
        required
        maxLength={2000}
        autocomplete="off"
        aria-label={`How ${row.user.name} was told`}
        placeholder="How"
      />{' '}
      <button class="small">Told</button>
    </form>
  );
}
