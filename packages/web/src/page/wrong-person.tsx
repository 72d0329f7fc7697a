import type { Direction } from '@solway/record';
import type { VNode } from 'preact';
import type { PageContext } from './context.ts';

export const WRONG_PERSON_REASONS = [
  ['somebody-else', 'This record is about somebody else'],
  ['two-people-mixed', 'Two people’s records are mixed together here'],
  ['unsure', 'I am not sure, but something is wrong here'],
] as const;

export type WrongPersonReason = (typeof WRONG_PERSON_REASONS)[number][0];

function wrongPersonWords(direction: Direction): string {
  return direction === 'council-to-health' ? 'This is not my patient' : 'This is not the person I have open';
}

/** On every page, and the same on every page that shows no match: opened, then confirmed with a reason, so that one stray click stops nothing. */
export function wrongPersonForm({ summary, actions }: PageContext): VNode {
  const { direction } = summary;
  const words = wrongPersonWords(direction);
  return (
    <details class="wrong">
      <summary>{words}</summary>
      <form method="post" action={actions.notMyPatientUrl}>
        <input type="hidden" name="view" value={actions.viewId} />
        <fieldset>
          <legend>What is wrong?</legend>
          {WRONG_PERSON_REASONS.map(([value, label]) => (
            <label>
              <input type="radio" name="reason" value={value} required /> {label}
            </label>
          ))}
        </fieldset>
        {summary.body.state !== 'matched' ? (
          <p>This view closes. It shows no match that could be stopped: a data steward gets your report.</p>
        ) : (
          <p>
            This view closes. The link between the two records is stopped for everybody, on both sides, until
            a data steward has checked it.
          </p>
        )}
        <button class="danger">Close and report</button>
      </form>
    </details>
  );
}
