import type { Instant } from '@solway/kernel';
import type { VNode } from 'preact';
import {
  governanceDocument,
  type GovernanceFrame,
  type GovernanceSaid,
  postButton,
} from '../governance/frame.tsx';
import { actForm, area, choice, field, moment, panel, several } from '../governance/parts.tsx';
import { tag } from '../page/inline.tsx';
import { list } from '../page/table.tsx';

type State = 'raised' | 'contained' | 'assessed' | 'notified' | 'closed';

export interface ReleasesModel {
  readonly frame: GovernanceFrame;
  readonly said?: GovernanceSaid | undefined;
  readonly asOf: Instant;
  readonly releases: readonly ReleaseModel[];
}
interface ReleaseModel {
  readonly id: string;
  readonly reference: string;
  readonly state: State;
  readonly what: string;
  readonly knownAt: Instant;
  readonly people: number;
  readonly risk?: 'none' | 'risk' | 'high' | undefined;
  /** Of the 72; less than none where they are over. */
  readonly hoursLeft: number;
  readonly steps: readonly {
    readonly at: Instant;
    readonly by: string;
    readonly state: State;
    readonly note: string;
  }[];
}

const STATES: Readonly<Record<State, string>> = {
  raised: 'Raised',
  contained: 'Contained',
  assessed: 'Assessed',
  notified: 'Told',
  closed: 'Closed',
};
const RISKS = {
  none: 'No risk to anybody is likely',
  risk: 'A risk to people',
  high: 'A high risk to people',
} as const;
/** What the next step asks, by the state it starts from. */
const NEXT: Readonly<Record<Exclude<State, 'closed'>, readonly [question: string, button: string]>> = {
  raised: [
    'What has been done to contain it: who gave it back or deleted it, which link or account was stopped',
    'Contained',
  ],
  contained: ['Who may be harmed, and how; what was in it', 'Assessed'],
  assessed: [
    'Whom you told, when, and by which reference: the regulator, the other organisation, the people; or why nobody need be told',
    'Told',
  ],
  notified: ['What is done so that it does not happen again, by whom and when', 'Learnt, and closed'],
};

/** Accidental releases: contain, assess, tell, learn, with the law's clock. */
export function renderReleasesPage({ frame, said, releases }: ReleasesModel): string {
  return governanceDocument({
    title: 'Accidental release',
    skip: 'Skip to the releases',
    frame,
    said,
    children: (
      <>
        <div class="titlebar">
          <div>
            <h1>Accidental release</h1>
            <p>
              Contain it first. The regulator is told within 72 hours of when it was known, unless a risk to
              people is unlikely; people are told without delay where the risk to them is high.
            </p>
          </div>
          <div class="moves">{postButton(frame, '/watch', 'All findings')}</div>
        </div>
        {releases.map((one) => release(frame, one))}
        {panel(
          'raise',
          'Raise one',
          undefined,
          actForm(frame, '/watch/release/raise', {}, [
            area('what', 'What went where', { required: true }),
            field('people', 'About how many people', { type: 'number', min: 0, required: true, value: 1 }),
            field('hours', 'Known for how many hours', {
              type: 'number',
              min: 0,
              max: 744,
              required: true,
              value: 0,
            }),
            <button>Raise it</button>,
          ]),
        )}
      </>
    ),
  });
}

function release(frame: GovernanceFrame, one: ReleaseModel): VNode {
  return panel(
    `release-${one.reference}`,
    `${one.reference}: ${STATES[one.state]}`,
    `known ${moment(one.knownAt)}`,
    <>
      <div class="item">
        <p>
          {clock(one)}{' '}
          {one.risk === undefined ? undefined : tag(one.risk === 'none' ? 'off' : 'bad', RISKS[one.risk])}{' '}
          {several(one.people, 'person', 'people')} concerned.
        </p>
        {list(
          one.steps.map((step) => ({
            name: STATES[step.state],
            about: `${step.note} (${step.by})`,
            end: moment(step.at),
          })),
          'stacked',
        )}
      </div>
      {one.state === 'closed'
        ? undefined
        : actForm(frame, '/watch/release/step', { release: one.id, from: one.state }, [
            one.state === 'contained'
              ? choice('risk', 'The risk', Object.entries(RISKS), { required: true, empty: 'Choose' })
              : undefined,
            area('note', NEXT[one.state][0], { required: true }),
            <button>{NEXT[one.state][1]}</button>,
          ])}
    </>,
  );
}

function clock({ state, hoursLeft }: ReleaseModel): VNode {
  if (state === 'notified' || state === 'closed') return tag('on', 'Told');
  if (hoursLeft < 0) return tag('bad', `The 72 hours ended ${several(-hoursLeft, 'hour')} ago`);
  return tag(hoursLeft < 24 ? 'bad' : 'due', `${several(hoursLeft, 'hour')} left of 72`);
}
