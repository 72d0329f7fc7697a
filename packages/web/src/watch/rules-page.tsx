import { formatDate } from '@solway/kernel';
import type { VNode } from 'preact';
import { governanceDocument, postButton } from '../governance/frame.tsx';
import { actForm, choice, field, panel, several } from '../governance/parts.tsx';
import { list } from '../page/table.tsx';
import type { WatchRulesModel } from './model.ts';

/** The rules with their thresholds, whom they are quiet about, and whom the organisation watches over. */
export function renderWatchRulesPage(model: WatchRulesModel): string {
  const { frame } = model;
  return governanceDocument({
    title: 'Rules and lists',
    skip: 'Skip to the rules',
    frame,
    said: model.said,
    children: (
      <>
        <div class="titlebar">
          <div>
            <h1>Rules and lists</h1>
            <p>
              The rules are the same for both organisations. Each change is an entry of the ledger, and holds
              from the next look.
            </p>
          </div>
          <div class="moves">{postButton(frame, '/watch', 'All findings')}</div>
        </div>
        {panel('rules', 'Rules', undefined, model.rules.map(rule(model)))}
        {suppressions(model)}
        {people(model)}
      </>
    ),
  });
}

function rule({ frame }: WatchRulesModel) {
  return (one: WatchRulesModel['rules'][number]): VNode =>
    actForm(frame, '/watch/rule', { rule: one.id }, [
      <h3 class="named">{one.name}</h3>,
      choice(
        'on',
        `${one.name} is`,
        [
          ['yes', 'On'],
          ['no', 'Off'],
        ],
        { value: one.on ? 'yes' : 'no' },
      ),
      ...one.thresholds.map(({ name, words, value, least, most }) =>
        field(name, words, { type: 'number', value, min: least, max: most, required: true }),
      ),
      <button class="small" aria-label={`Set ${one.name}`}>
        Set
      </button>,
    ]);
}

function suppressions({ frame, suppressions: all }: WatchRulesModel): VNode {
  return panel(
    'quiet',
    'Rules that are quiet about somebody',
    undefined,
    <div class="item">
      {all.length === 0 ? (
        <p>No rule is.</p>
      ) : (
        list(
          all.map((one) => ({
            name: `${one.rule}: ${one.user}${one.about === undefined ? '' : `, about ${one.about}`}`,
            about: `${one.reason} (${one.by}). Until ${formatDate(one.until)}; ${several(one.held, 'finding')} held back.`,
            end: postButton(
              frame,
              '/watch/speak',
              'End',
              { suppression: one.id },
              `${one.rule}, ${one.user}`,
            ),
          })),
          'stacked',
        )
      )}
    </div>,
  );
}

function people({ frame, people: all, numberName }: WatchRulesModel): VNode {
  return panel(
    'people',
    'People watched over',
    undefined,
    <>
      <div class="item">
        {all.length === 0 ? (
          <p>Nobody is on the list. A look at somebody on it is always a finding.</p>
        ) : (
          list(
            all.map((one) => ({
              name: one.words,
              about: `${one.why} (${one.by})${one.until === undefined ? '' : `, until ${formatDate(one.until)}`}`,
              end: postButton(frame, '/watch/unlist', 'Take off', { person: one.person }, one.words),
            })),
            'stacked',
          )
        )}
      </div>
      {actForm(frame, '/watch/list', {}, [
        field('number', numberName, { required: true, maxLength: 20 }),
        field('why', 'Why', { required: true, maxLength: 200, wide: true }),
        field('until', 'Until (or for good)', { type: 'date' }),
        <button class="small">Watch over</button>,
      ])}
    </>,
  );
}
