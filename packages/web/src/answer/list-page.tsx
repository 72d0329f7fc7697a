import { formatDate } from '@solway/kernel';
import type { VNode } from 'preact';
import { governanceDocument, postButton } from '../governance/frame.tsx';
import { actForm, area, choice, field, panel, several } from '../governance/parts.tsx';
import { tag } from '../page/inline.tsx';
import { table } from '../page/table.tsx';
import type { AnswerListModel, AnswerRequestLine } from './model.ts';

/** Requests of people for what is held and disclosed about them. */
export function renderAnswerListPage(model: AnswerListModel): string {
  const { frame } = model;
  return governanceDocument({
    title: 'Requests for access',
    skip: 'Skip to the requests',
    frame,
    said: model.said,
    children: (
      <>
        <div class="titlebar">
          <div>
            <h1>Requests for access</h1>
            <p>
              People ask what is held about them and who saw it. {frame.viewer.organisation} answers for its
              own record, within a month.
            </p>
          </div>
          <div class="moves">{postButton(frame, '/answer/holds', 'Retention and holds')}</div>
        </div>
        {panel(
          'requests',
          'Requests',
          'the oldest first',
          <div class="item">
            {model.requests.length === 0 ? (
              <p>None has been received.</p>
            ) : (
              table(
                'Requests',
                ['Reference', 'Person', 'Asked by', 'Received', 'Due', 'Open'],
                model.requests.map((one) => [
                  one.reference,
                  <>
                    {one.name}
                    <small>{one.number}</small>
                  </>,
                  one.askedBy,
                  <span class="day">{formatDate(one.receivedOn)}</span>,
                  dueTag(one),
                  postButton(frame, '/answer/request', 'Open', { request: one.id }, one.reference),
                ]),
              )
            )}
          </div>,
        )}
        {received(model)}
      </>
    ),
  });
}

export function dueTag({ state, due }: Pick<AnswerRequestLine, 'state' | 'due'>): VNode {
  if (state === 'released') return tag('on', 'Answered');
  if (state === 'ended') return tag('off', 'Ended');
  if (due.stopped) return tag('due', 'Clock stopped');
  const words = `${formatDate(due.on)}: ${due.daysLeft < 0 ? `${several(-due.daysLeft, 'day')} late` : several(due.daysLeft, 'day')}`;
  return tag(due.daysLeft < 0 ? 'bad' : due.daysLeft < 8 ? 'due' : 'off', words);
}

function received({ frame, numberName, proxyBases, today }: AnswerListModel): VNode {
  return panel(
    'new',
    'Received',
    undefined,
    actForm(frame, '/answer/receive', {}, [
      field('number', numberName, { required: true, maxLength: 20 }),
      field('received', 'Received on', { type: 'date', value: today, max: today, required: true }),
      choice(
        'requester',
        'Asked by',
        [
          ['self', 'The person'],
          ['proxy', 'Somebody for them'],
        ],
        { value: 'self' },
      ),
      field('proxy', 'Name of whoever asks for them', { maxLength: 120 }),
      choice('basis', 'On what ground', proxyBases, { empty: 'Not needed' }),
      area('scope', 'What they ask for, if not everything'),
      <button>Keep the request</button>,
    ]),
  );
}
