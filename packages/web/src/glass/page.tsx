import { entryName } from './entry-name.ts';
import { formatDate, londonTime } from '@solway/kernel';
import type { VNode } from 'preact';
import { governanceDocument } from '../governance/frame.tsx';
import { tag } from '../page/inline.tsx';
import { list } from '../page/table.tsx';
import { entryList, subject, when } from './list.tsx';
import type { GlassModel, GlassTask, LedgerStanding } from './model.ts';
import { story } from './story.tsx';

/** The governance lead's page: a whole page of its own, never inside another system's frame. */
export function renderGlassPage(model: GlassModel): string {
  const { assembledAt, chosen } = model;
  const { date, time } = londonTime(assembledAt);
  return governanceDocument({
    title: chosen === undefined ? 'Behind the glass' : `${entryName(chosen.entry)}: behind the glass`,
    skip: 'Skip to the ledger',
    frame: model.frame,
    children: (
      <>
        <div class="titlebar">
          <div>
            <h1>Behind the glass</h1>
            <p>
              What was disclosed, to whom, under which clause; what was refused, and why. {time},{' '}
              {formatDate(date)}.
            </p>
          </div>
        </div>
        {standing(model.ledger)}
        {chosen === undefined ? undefined : story(chosen)}
        {entryList(model)}
        <div class="columns">
          {refused(model)}
          {tasks(model)}
        </div>
      </>
    ),
  });
}

function standing(ledger: LedgerStanding): VNode {
  return (
    <dl class="standing">
      <div>
        <dt>Ledger entries</dt>
        <dd>{ledger.size.toLocaleString('en-GB')}</dd>
      </div>
      <div>
        <dt>Countersigned</dt>
        <dd>
          {ledger.countersignedAt === undefined ? (
            'Not yet'
          ) : (
            <>
              {when(ledger.countersignedAt)}
              {ledger.countersignedBy === undefined ? undefined : <small>by {ledger.countersignedBy}</small>}
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>Waiting for countersignature</dt>
        <dd>{ledger.notYetCountersigned.toLocaleString('en-GB')}</dd>
      </div>
      {ledger.rootHash === undefined ? undefined : (
        <div class="hash">
          <dt>Root hash</dt>
          <dd>
            <code>{ledger.rootHash}</code>
          </dd>
        </div>
      )}
    </dl>
  );
}

function refused({ refusedLaunches }: GlassModel): VNode {
  return (
    <section class="panel" aria-labelledby="refused">
      <header>
        <h2 id="refused">Refused before anything was shown</h2>
      </header>
      <div class="item">
        {refusedLaunches.length === 0 ? (
          <p>No launch has been refused.</p>
        ) : (
          list(
            refusedLaunches.map((one) => ({
              name: one.sentence,
              about: (
                <>
                  <code>{one.code}</code> from {one.from}
                </>
              ),
              end: when(one.at),
            })),
            'stacked',
          )
        )}
      </div>
    </section>
  );
}

function taskState(status: GlassTask['status']): VNode {
  switch (status) {
    case 'open':
      return tag('bad', 'Open');
    case 'picked-up':
      return tag('due', 'Picked up');
    case 'done':
      return tag('on', 'Done');
  }
}

function tasks({ tasks: all }: GlassModel): VNode {
  return (
    <section class="panel" aria-labelledby="tasks">
      <header>
        <h2 id="tasks">Tasks raised</h2>
      </header>
      <div class="item">
        {all.length === 0 ? (
          <p>No task has been raised.</p>
        ) : (
          list(
            all.map((one) => ({
              name: one.what,
              about: (
                <>
                  {one.reference} · {subject(one.subject)} · {one.raisedBy} · {when(one.raisedAt)}
                </>
              ),
              end: taskState(one.status),
            })),
            'stacked',
          )
        )}
      </div>
    </section>
  );
}
