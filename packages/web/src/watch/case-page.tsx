import { formatDate } from '@solway/kernel';
import type { VNode } from 'preact';
import { governanceDocument, postButton } from '../governance/frame.tsx';
import { actForm, area, choice, count, field, moment, panel, several } from '../governance/parts.tsx';
import { list, table } from '../page/table.tsx';
import { inWords } from '../words/people.ts';
import { investigationState } from './list-page.tsx';
import type { WatchCaseModel } from './model.ts';

const STEPS: Readonly<Record<string, string>> = {
  opened: 'Opened',
  note: 'Note',
  'handed-over': 'Handed over',
  'false-alarm': 'Closed: a false alarm',
  justified: 'Closed: the look was justified',
  misuse: 'Closed: misuse',
  'not-proven': 'Closed: not proven',
};
const KINDS = { disclosed: 'Shown', refused: 'Refused', 'break-glass': 'Emergency access' } as const;

/** One investigation, from what was found to what came of it. */
export function renderWatchCasePage(model: WatchCaseModel): string {
  const { frame, investigation } = model;
  return governanceDocument({
    title: `Investigation ${investigation.reference}`,
    skip: 'Skip to the investigation',
    frame,
    said: model.said,
    children: (
      <>
        <div class="titlebar">
          <div>
            <h1>
              Investigation {investigation.reference}: {investigation.about}
            </h1>
            <p>
              {investigationState(investigation)} Opened {moment(investigation.openedAt)}. Owner{' '}
              {investigation.owner}. Due {formatDate(investigation.dueOn)}.
            </p>
          </div>
          <div class="moves">{postButton(frame, '/watch', 'All findings')}</div>
        </div>
        {panel(
          'found',
          'What the rules found',
          undefined,
          <div class="item">
            {list(
              model.findings.map((one) => ({
                name: `${one.rule}: ${one.sentence}`,
                about: `About ${one.about ?? 'several people'}; ${several(one.looks, 'entry', 'entries')} from ${moment(one.firstAt)} to ${moment(one.lastAt)}.`,
              })),
              'stacked',
            )}
          </div>,
        )}
        {evidence(model)}
        {steps(model)}
        {model.open ? forms(model) : undefined}
      </>
    ),
  });
}

function evidence({ evidence: rows, evidenceLeftOut }: WatchCaseModel): VNode {
  return panel(
    'evidence',
    'The entries of the ledger',
    'oldest first',
    <div class="item">
      {rows.length === 0 ? (
        <p>The personal part of these entries has been erased at the end of its time.</p>
      ) : (
        table(
          'Entries that the findings rest on',
          ['When', 'What', 'About', 'As', 'Why', 'Items shown'],
          rows.map((one) => [
            moment(one.at),
            KINDS[one.kind],
            one.about,
            inWords(one.role),
            <>
              {inWords(one.purpose)}
              <small>{one.basis}</small>
            </>,
            count(one.shown),
          ]),
        )
      )}
      {evidenceLeftOut === 0 ? undefined : (
        <p class="soft">{count(evidenceLeftOut)} further entries are in the ledger and not listed here.</p>
      )}
    </div>,
  );
}

function steps({ steps: all }: WatchCaseModel): VNode {
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

function forms(model: WatchCaseModel): VNode {
  const { frame, investigation, findings } = model;
  const fields = { investigation: investigation.id };
  const rules = [...new Map(findings.map((one) => [one.ruleId, one.rule]))];
  return (
    <>
      {panel(
        'note',
        'Add to it',
        undefined,
        <>
          {actForm(frame, '/watch/note', fields, [
            area('note', 'Note', { required: true }),
            <button>Add the note</button>,
          ])}
          {model.owners.length === 0
            ? undefined
            : actForm(frame, '/watch/hand-over', fields, [
                choice(
                  'to',
                  'Hand over to',
                  model.owners.map(({ id, name }) => [id, name]),
                  { required: true, empty: 'Choose a person' },
                ),
                <button class="small">Hand over</button>,
              ])}
        </>,
      )}
      {panel(
        'close',
        'Close it',
        undefined,
        actForm(frame, '/watch/close', fields, [
          choice(
            'outcome',
            'Outcome',
            [
              ['false-alarm', 'False alarm: nothing was wrong'],
              ['justified', 'Justified: unusual, and right'],
              ['misuse', 'Misuse'],
              ['not-proven', 'Not proven'],
            ],
            { required: true, empty: 'Choose an outcome' },
          ),
          area('note', 'Why', { required: true }),
          choice('quiet', 'Quieten a rule for this user', rules, { empty: 'No rule' }),
          field('until', 'Until', { type: 'date', value: model.suppressUntil }),
          <button>Close the investigation</button>,
        ]),
      )}
    </>
  );
}
