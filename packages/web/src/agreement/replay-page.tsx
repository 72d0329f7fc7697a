import { tag } from '../page/inline.tsx';
import { table } from '../page/table.tsx';
import { momentWords, panel, textField, versionDocument, versionForm } from './frame.tsx';
import type { ReplayModel } from './model.ts';

/** What the last days of real disclosures and refusals would have been under this version. Nobody is named. */
export function renderAgreementReplay(model: ReplayModel): string {
  const { days, replayed } = model;
  return versionDocument({
    ...model,
    title: 'Replayed',
    children: (
      <>
        {panel(
          'Replay',
          versionForm(
            model,
            '/agreement/replay',
            <>
              <p>
                Every item that was shown or refused is decided again, as if this version had been in force
                then. What comes out names items, roles and counts, and no person.
              </p>
              {textField('days', 'Days to go back', String(days), { type: 'number', hint: '1 to 366' })}
              <button>Replay</button>
            </>,
            { go: 'yes' },
          ),
        )}
        {replayed === undefined ? undefined : result(model, replayed)}
      </>
    ),
  });
}

function result({ days }: ReplayModel, replayed: NonNullable<ReplayModel['replayed']>) {
  const count = (value: number) => value.toLocaleString('en-GB');
  return panel(
    'What would have been different',
    <div class="item">
      <p>
        {count(replayed.examined)} decisions in {days} {days === 1 ? 'day' : 'days'}, since{' '}
        {momentWords(replayed.from)}. {count(replayed.unchanged)} would have been the same.{' '}
        {replayed.unreadable === 0
          ? ''
          : `${count(replayed.unreadable)} could not be decided again and say nothing.`}
      </p>
      {replayed.changes.length === 0 ? (
        <p>
          <b>Nothing would have been different.</b>
        </p>
      ) : (
        table(
          'Decisions that would have been different',
          ['Item', 'Role', 'Change', 'Times'],
          replayed.changes.map(({ item, role, shown, count: times }) => [
            item,
            role,
            shown ? tag('due', 'Would have been shown') : tag('off', 'Would have been refused'),
            count(times),
          ]),
        )
      )}
    </div>,
    `in ${(replayed.tookMs / 1000).toFixed(1)} s`,
  );
}
