import { formatDate } from '@solway/kernel';
import type { VNode } from 'preact';
import { governanceDocument, type GovernanceFrame, postButton } from '../governance/frame.tsx';
import { count, moment, panel, several } from '../governance/parts.tsx';
import { tag, type Tone } from '../page/inline.tsx';
import { table } from '../page/table.tsx';
import type { WatchFinding, WatchInvestigation, WatchModel, WatchRate } from './model.ts';

const SEVERITY: Readonly<Record<WatchFinding['severity'], Tone>> = { low: 'off', medium: 'due', high: 'bad' };
const OUTCOMES: Readonly<Record<string, readonly [Tone, string]>> = {
  'false-alarm': ['off', 'False alarm'],
  justified: ['on', 'Justified'],
  misuse: ['bad', 'Misuse'],
  'not-proven': ['due', 'Not proven'],
};

/** What the rules found among the organisation's own staff, what is looked into, and how the rules do. */
export function renderWatchPage(model: WatchModel): string {
  const { frame } = model;
  const overdue = model.investigations.filter((one) => one.overdue).length;
  return governanceDocument({
    title: 'Watching for misuse',
    skip: 'Skip to the findings',
    frame,
    said: model.said,
    children: (
      <>
        <div class="titlebar">
          <div>
            <h1>Watching for misuse</h1>
            <p>
              Every look by {frame.viewer.organisation}’s staff is judged by rules as it reaches the ledger,
              and again at night. A finding is a question, not a verdict. {moment(model.asOf)}.
            </p>
          </div>
          <div class="moves">
            {postButton(frame, '/watch/rules', 'Rules and lists')}
            {postButton(frame, '/watch/releases', 'Accidental release')}
          </div>
        </div>
        {standing(model, overdue)}
        {noisy(model)}
        {findings(model)}
        {investigations(frame, model.investigations)}
        {rates(model.rates, frame)}
      </>
    ),
  });
}

function standing(model: WatchModel, overdue: number): VNode {
  const open = model.investigations.filter((one) => one.outcome === undefined).length;
  return (
    <dl class="standing">
      <div>
        <dt>New findings</dt>
        <dd>
          {model.olderBefore === undefined ? model.findings.length : `${model.findings.length} and more`}
        </dd>
      </div>
      <div>
        <dt>Open investigations</dt>
        <dd>
          {open} {overdue === 0 ? undefined : tag('bad', `${overdue} overdue`)}
        </dd>
      </div>
      <div>
        <dt>Entries not judged yet</dt>
        <dd>{count(model.waiting)}</dd>
      </div>
    </dl>
  );
}

function noisy({ noisy: rules }: WatchModel): VNode | undefined {
  if (rules.length === 0) return undefined;
  return (
    <p class="caution">
      {rules
        .map(
          (one) =>
            `“${one.rule}” found ${count(one.beyond)} more on ${formatDate(one.day)} than are kept for a day.`,
        )
        .join(' ')}{' '}
      They are counted, and not lost: mend the rule, and the day is judged again.
    </p>
  );
}

function findings(model: WatchModel): VNode {
  const { frame } = model;
  const heading = model.onlyRule === undefined ? 'New findings' : `New findings: ${model.onlyRule}`;
  return panel(
    'findings',
    heading,
    'newest first',
    <div class="item">
      {model.findings.length === 0 ? (
        <p>Nothing new has been found.</p>
      ) : (
        table(
          heading,
          ['Rule', 'Why', 'Who', 'About', 'When', 'Act'],
          model.findings.map((one) => [
            tag(SEVERITY[one.severity], one.rule),
            one.sentence,
            one.user,
            one.about ?? 'Several people',
            lasted(one),
            postButton(
              frame,
              '/watch/investigate',
              'Investigate',
              { finding: one.id },
              `${one.rule}, ${one.user}`,
            ),
          ]),
        )
      )}
      {model.olderBefore === undefined
        ? undefined
        : postButton(frame, '/watch', 'Older', { before: model.olderBefore })}
    </div>,
  );
}

function lasted(one: WatchFinding): VNode {
  return (
    <>
      {moment(one.lastAt)}
      <small>{several(one.looks, 'entry', 'entries')}</small>
    </>
  );
}

function investigations(frame: GovernanceFrame, all: readonly WatchInvestigation[]): VNode {
  return panel(
    'investigations',
    'Investigations',
    'first due first',
    <div class="item">
      {all.length === 0 ? (
        <p>None has been opened.</p>
      ) : (
        table(
          'Investigations',
          ['Reference', 'About', 'Owner', 'Due', 'State', 'Open'],
          all.map((one) => [
            one.reference,
            <>
              {one.about}
              <small>{several(one.findings, 'finding')}</small>
            </>,
            one.owner,
            <span class="day">{formatDate(one.dueOn)}</span>,
            investigationState(one),
            postButton(frame, '/watch/case', 'Open', { investigation: one.id }, one.reference),
          ]),
        )
      )}
    </div>,
  );
}

export function investigationState(one: Pick<WatchInvestigation, 'outcome' | 'overdue'>): VNode {
  if (one.outcome !== undefined) {
    const [tone, words] = OUTCOMES[one.outcome] ?? ['off', one.outcome];
    return tag(tone, words);
  }
  return one.overdue ? tag('bad', 'Overdue') : tag('due', 'Open');
}

/** How each rule did: one that mostly cries wolf is read by nobody, and wants mending. */
function rates(rules: readonly WatchRate[], frame: GovernanceFrame): VNode {
  return panel(
    'rates',
    'How the rules do',
    '90 days',
    <div class="item">
      {table(
        'Findings of each rule, and what came of them',
        ['Rule', 'Found', 'Open', 'Misuse', 'False alarm', 'Other', 'Held back', 'Could not be judged'],
        rules.map((one) => [
          <>
            {one.name} {one.on ? undefined : tag('off', 'Off')} {one.mend ? tag('due', 'Mend') : undefined}
            {one.found === 0
              ? undefined
              : postButton(frame, '/watch', 'List', { rule: one.rule }, `new findings of ${one.name}`)}
          </>,
          count(one.found),
          count(one.open),
          count(one.misuse),
          count(one.falseAlarms),
          count(one.other),
          count(one.suppressed),
          one.notJudged.length === 0
            ? 'None'
            : one.notJudged.map((row) => (
                <span class="line">
                  {several(row.looks, 'look')}: {row.missing} not known
                </span>
              )),
        ]),
      )}
    </div>,
  );
}
