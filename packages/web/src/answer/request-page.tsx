import { HOLDS } from '@solway/answer';
import { formatDate } from '@solway/kernel';
import type { VNode } from 'preact';
import { governanceDocument, postButton } from '../governance/frame.tsx';
import { actForm, area, choice, field, moment, panel, several } from '../governance/parts.tsx';
import { tag } from '../page/inline.tsx';
import { list } from '../page/table.tsx';
import { detailWords } from './detail.tsx';
import { dueTag } from './list-page.tsx';
import type { AnswerItem, AnswerRequestModel } from './model.ts';

const STEPS: Readonly<Record<string, string>> = {
  received: 'Received',
  'identity-confirmed': 'Identity confirmed',
  'clock-stopped': 'Clock stopped',
  'clock-resumed': 'Clock running again',
  extended: 'Extended by two months',
  gathered: 'Gathered',
  included: 'Decided: goes out',
  withheld: 'Decided: withheld',
  released: 'Released',
  ended: 'Ended without an answer',
};

/** One request, from who asks to the answer. */
export function renderAnswerRequestPage(model: AnswerRequestModel): string {
  const { frame, request } = model;
  return governanceDocument({
    title: `Request ${request.reference}`,
    skip: 'Skip to the request',
    frame,
    said: model.said,
    children: (
      <>
        <div class="titlebar">
          <div>
            <h1>
              Request {request.reference}: {request.name}
            </h1>
            <p>
              {dueTag(request)} {request.number}. Asked by {request.askedBy}
              {request.proxyBasis === undefined ? '' : ` (${request.proxyBasis})`}, received{' '}
              {formatDate(request.receivedOn)}. Scope: {request.scope}.
            </p>
          </div>
          <div class="moves">{postButton(frame, '/answer', 'All requests')}</div>
        </div>
        {request.state === 'open' ? open(model) : undefined}
        {request.state === 'released' ? released(model) : undefined}
        {steps(model)}
      </>
    ),
  });
}

function open(model: AnswerRequestModel): VNode {
  const { frame, request } = model;
  const fields = { request: request.id };
  const held = model.items.filter((one) => one.holds.length > 0);
  const waiting = held.filter((one) => one.decision === undefined);
  return (
    <>
      {panel(
        'who',
        '1. Who asks',
        request.identityConfirmedOn === undefined
          ? undefined
          : `confirmed ${formatDate(request.identityConfirmedOn)}`,
        request.identityConfirmedOn === undefined
          ? actForm(frame, '/answer/identify', fields, [
              field('note', 'How their identity, and authority where it is needed, was confirmed', {
                required: true,
                wide: true,
              }),
              <button>Confirm</button>,
            ])
          : undefined,
      )}
      {panel('clock', 'The clock', undefined, clock(model))}
      {panel(
        'gather',
        '2. What there is',
        request.gatheredAt === undefined ? undefined : `gathered ${moment(request.gatheredAt)}`,
        <div class="item">
          <p>
            {request.gatheredAt === undefined
              ? 'Nothing has been gathered.'
              : `${several(model.items.length, 'item')}; ${several(waiting.length, 'waits', 'wait')} for your decision.`}
          </p>
          {postButton(
            frame,
            '/answer/gather',
            request.gatheredAt === undefined ? 'Gather everything' : 'Gather again',
            fields,
          )}
        </div>,
      )}
      {request.gatheredAt === undefined ? undefined : review(model, held)}
      {request.gatheredAt === undefined ? undefined : freely(model)}
      {panel(
        'release',
        '4. Release',
        undefined,
        <>
          {actForm(frame, '/answer/release', fields, [
            <p class="noted">
              {waiting.length > 0
                ? 'Something still waits for a decision.'
                : 'What has come about since is gathered first; if anything new is held back, it waits for you.'}
            </p>,
            <button>Release the answer</button>,
          ])}
          {actForm(frame, '/answer/end', fields, [
            field('note', 'Why it ends without an answer', { required: true, wide: true }),
            <button class="small">End the request</button>,
          ])}
        </>,
      )}
    </>
  );
}

function clock({ frame, request }: AnswerRequestModel): VNode {
  const fields = { request: request.id };
  return (
    <>
      {request.due.stopped
        ? actForm(frame, '/answer/resume', fields, [<button class="small">Let it run again</button>])
        : actForm(frame, '/answer/pause', fields, [
            field('note', 'What is to be clarified: identity or scope', { required: true, wide: true }),
            <button class="small">Stop the clock</button>,
          ])}
      {request.extendedOn === undefined
        ? actForm(frame, '/answer/extend', fields, [
            field('note', 'Why it is complex; the person is told within the first month', {
              required: true,
              wide: true,
            }),
            <button class="small">Extend by two months</button>,
          ])
        : undefined}
    </>
  );
}

/** What a rule holds back: nothing of it goes out until a person has said so, with a reason. */
function review({ frame, request }: AnswerRequestModel, held: readonly AnswerItem[]): VNode {
  return panel(
    'review',
    '3. Held back by a rule',
    undefined,
    held.length === 0 ? (
      <div class="item">
        <p>Nothing is.</p>
      </div>
    ) : (
      actForm(frame, '/answer/decide', { request: request.id }, [
        <fieldset class="chosen">
          <legend class="vh">Which of them</legend>
          {held.map(choosable)}
        </fieldset>,
        decision(),
      ])
    ),
  );
}

function freely({ frame, request, items }: AnswerRequestModel): VNode {
  return panel(
    'rest',
    'Goes out',
    'unless you take it out',
    actForm(frame, '/answer/decide', { request: request.id, as: 'withhold' }, [
      <fieldset class="chosen">
        <legend class="vh">What to take out</legend>
        {items.filter((one) => one.holds.length === 0).map(choosable)}
      </fieldset>,
      field('reason', 'Why it is taken out', { required: true, wide: true }),
      <button class="small">Take out what is ticked</button>,
    ]),
  );
}

function decision(): VNode {
  return (
    <>
      {choice(
        'as',
        'What becomes of those ticked',
        [
          ['withhold', 'Withhold'],
          ['include', 'Goes out'],
        ],
        { required: true, empty: 'Choose' },
      )}
      {choice(
        'ground',
        'On what ground',
        [
          ['third-party', 'It is about somebody else'],
          ['serious-harm', 'Serious harm'],
          ['inquiry', 'It would spoil an inquiry'],
          ['none', 'No ground to withhold it'],
        ],
        { required: true, empty: 'Choose' },
      )}
      {field('opinion', 'Serious harm: the health professional whose opinion it is', { maxLength: 120 })}
      {area('reason', 'Why', { required: true })}
      <button>Decide</button>
    </>
  );
}

function choosable(one: AnswerItem): VNode {
  return (
    <label>
      <input type="checkbox" name={`item-${one.key}`} value="yes" />
      <span>
        <b>{one.title}</b> {one.at === undefined ? undefined : <span class="soft">{moment(one.at)}</span>}{' '}
        {one.holds.map((hold) => (
          <>{tag('due', HOLDS[hold])} </>
        ))}
        {one.decision === undefined
          ? undefined
          : tag(
              one.decision === 'include' ? 'on' : 'bad',
              one.decision === 'include' ? 'Goes out' : 'Withheld',
            )}
        <span class="line">{detailWords(one.detail)}</span>
        {one.reason === undefined ? undefined : (
          <span class="line soft">
            {one.reason} ({one.by})
          </span>
        )}
      </span>
    </label>
  );
}

function released({ frame, request, items }: AnswerRequestModel): VNode {
  const fields = { request: request.id };
  return panel(
    'released',
    'The answer',
    undefined,
    <div class="item">
      <p>
        {several(items.length, 'item')} gathered. SHA-256 <code>{request.digest}</code>, as the ledger holds
        it.
      </p>
      <div class="acts">
        {postButton(frame, '/answer/document', 'Open the document', fields)}
        {postButton(frame, '/answer/data', 'Download as data', fields)}
      </div>
    </div>,
  );
}

function steps({ steps: all }: AnswerRequestModel): VNode {
  return panel(
    'steps',
    'What has been done',
    undefined,
    <div class="item">
      {list(
        all.map((one) => ({
          name: STEPS[one.step] ?? one.step,
          about: one.note === '' ? one.by : `${one.note} (${one.by})`,
          end: moment(one.at),
        })),
        'stacked',
      )}
    </div>,
  );
}
