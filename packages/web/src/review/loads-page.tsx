import type { ComponentChild, VNode } from 'preact';
import { table } from '../page/table.tsx';
import { fileForm, reviewDocument, smallForm, stampWords } from './frame.tsx';
import type { LoadCounts, LoadLine, LoadsModel } from './load-model.ts';
import { ORIGINS } from './load-words.ts';

const figure = (count: number): string => count.toLocaleString('en-GB');

/** What differs between the links and Mosaic, how it is loaded, and the loads so far. */
export function renderLoadsPage(model: LoadsModel): string {
  const { actions, loads } = model;
  return reviewDocument({
    title: 'CHI numbers into Mosaic',
    skip: 'Skip to the loads',
    viewer: model.viewer,
    actions,
    said: model.said,
    keys: false,
    children: (
      <>
        <div class="titlebar">
          <div>
            <h1>CHI numbers into Mosaic</h1>
            <p>{differs(model)}</p>
          </div>
          <div class="moves">{smallForm(actions.listUrl, actions.viewId, {}, 'Worklist')}</div>
        </div>
        {downLine(model.downSince)}
        <div class="columns">
          {loadNow(model)}
          {sendFile(model)}
        </div>
        <section class="panel" aria-labelledby="loads">
          <header>
            <h2 id="loads">Loads</h2>
            <p class="stamp">newest first</p>
          </header>
          <form class="item" method="post" action={loads.showUrl}>
            <input type="hidden" name="view" value={actions.viewId} />
            {model.recent.length === 0 ? (
              <p>Nothing has been loaded yet.</p>
            ) : (
              table(
                'Loads into Mosaic',
                ['When', 'What', 'Accepted', 'Unchanged', 'Rejected', 'Waiting', 'Open'],
                model.recent.map(line),
              )
            )}
          </form>
        </section>
      </>
    ),
  });
}

function differs({ toSet, toWithdraw, assembledAt }: LoadsModel): string {
  const at = stampWords(assembledAt);
  if (toSet + toWithdraw === 0) return `Mosaic holds what the links say. ${at}.`;
  return `Mosaic and the links differ: ${figure(toSet)} to set, ${figure(toWithdraw)} to take back. ${at}.`;
}

/** Said on every page while rows can't be sent. */
export function downLine(since: LoadsModel['downSince']): VNode | undefined {
  return since === undefined ? undefined : (
    <div class="said trouble" role="status">
      <p>
        Mosaic has taken no rows since {stampWords(since)}. What waits is kept, and goes as soon as it does.
      </p>
    </div>
  );
}

function loadNow({ actions, loads, direct, toSet, toWithdraw }: LoadsModel): VNode {
  const nothing = toSet + toWithdraw === 0;
  return (
    <section class="panel" aria-labelledby="now">
      <header>
        <h2 id="now">Load what differs</h2>
      </header>
      <div class="item">
        <p>
          {direct
            ? 'Each row is accepted, left unchanged or rejected by itself, and a rejected one holds up nothing.'
            : 'Solway is not set up to write to Mosaic. Download the file, and have it loaded there.'}
        </p>
        <div class="moves">
          {direct && !nothing
            ? smallForm(loads.makeUrl, actions.viewId, {}, 'Load into Mosaic now')
            : undefined}
          {nothing
            ? undefined
            : fileForm(loads.uploadFileUrl, actions.viewId, {}, 'Download it as an upload file')}
        </div>
        {nothing ? <p class="soft">There is nothing to load.</p> : undefined}
      </div>
    </section>
  );
}

function sendFile({ actions, loads, direct }: LoadsModel): VNode {
  return (
    <section class="panel" aria-labelledby="send">
      <header>
        <h2 id="send">Send a corrected file</h2>
      </header>
      {direct ? (
        <form class="item" method="post" action={loads.sendFileUrl} enctype="multipart/form-data">
          <input type="hidden" name="view" value={actions.viewId} />
          <p>
            <label for="file">CSV file with the columns person_id, chi, action (set or withdraw)</label>
          </p>
          <p class="line">
            <input id="file" name="file" type="file" accept=".csv,text/csv" required />{' '}
            <button class="small">Send the file</button>
          </p>
        </form>
      ) : (
        <p class="item">A file can be sent from here once Solway may write to Mosaic.</p>
      )}
    </section>
  );
}

function line(load: LoadLine): readonly ComponentChild[] {
  return [
    <span class="day">{stampWords(load.at)}</span>,
    <>
      {ORIGINS[load.origin]}
      <small>{load.by}</small>
    </>,
    ...counted(load.counts),
    <button
      class="small"
      name="load"
      value={load.loadId}
      aria-label={`Open the load of ${stampWords(load.at)}`}
    >
      Open
    </button>,
  ];
}

function counted(counts: LoadCounts): readonly string[] {
  return [counts.accepted, counts.unchanged, counts.rejected, counts.waiting].map(figure);
}
