import { formatDate, type Instant, londonTime } from '@solway/kernel';
import {
  governanceDocument,
  type GovernanceFrame,
  type GovernanceSaid,
  postButton,
} from '../governance/frame.tsx';
import { actForm, count, field, moment, panel } from '../governance/parts.tsx';
import { list } from '../page/table.tsx';

export interface HoldsModel {
  readonly frame: GovernanceFrame;
  readonly said?: GovernanceSaid | undefined;
  readonly numberName: string;
  /** How long entries are kept after a person's last. */
  readonly years: number;
  readonly holds: readonly {
    readonly id: string;
    readonly name: string;
    readonly number: string;
    readonly why: string;
    readonly by: string;
    readonly at: Instant;
  }[];
  readonly runs: readonly { readonly at: Instant; readonly before: Instant; readonly erased: number }[];
}

/** How long entries are kept, whose are held longer, and what the runs erased. */
export function renderHoldsPage(model: HoldsModel): string {
  const { frame, years } = model;
  return governanceDocument({
    title: 'Retention and legal holds',
    skip: 'Skip to the holds',
    frame,
    said: model.said,
    children: (
      <>
        <div class="titlebar">
          <div>
            <h1>Retention and legal holds</h1>
            <p>
              The personal part of a person’s entries is erased {years} years after the last of them, once a
              day. What is left still proves that the ledger is whole.
            </p>
          </div>
          <div class="moves">{postButton(frame, '/answer', 'All requests')}</div>
        </div>
        {panel(
          'holds',
          'Legal holds',
          undefined,
          <>
            <div class="item">
              {model.holds.length === 0 ? (
                <p>Nobody’s entries are held.</p>
              ) : (
                list(
                  model.holds.map((one) => ({
                    name: `${one.name}, ${one.number}`,
                    about: `${one.why} (${one.by}, ${moment(one.at)})`,
                    end: postButton(frame, '/answer/unhold', 'End the hold', { hold: one.id }, one.name),
                  })),
                  'stacked',
                )
              )}
            </div>
            {actForm(frame, '/answer/hold', {}, [
              field('number', model.numberName, { required: true, maxLength: 20 }),
              field('why', 'Why', { required: true, maxLength: 500, wide: true }),
              <button class="small">Hold</button>,
            ])}
          </>,
        )}
        {panel(
          'runs',
          'Runs',
          'newest first',
          <div class="item">
            {model.runs.length === 0 ? (
              <p>None yet.</p>
            ) : (
              list(
                model.runs.map((run) => ({
                  name: `${count(run.erased)} erased`,
                  about: `of before ${formatDate(londonTime(run.before).date)}`,
                  end: moment(run.at),
                })),
                'stacked',
              )
            )}
          </div>,
        )}
      </>
    ),
  });
}
