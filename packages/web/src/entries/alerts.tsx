import { formatDate } from '@solway/kernel';
import type { ItemContents } from '@solway/record';
import type { VNode } from 'preact';
import { since, WARNING_SIGN } from '../page/inline.tsx';

export function staffSafety(contents: readonly ItemContents['staff-safety-alert'][]): VNode {
  return warnings(contents.map(({ label, since: from }) => ({ label, from: since(from) })));
}

export function alerts(contents: readonly ItemContents['alerts-and-hazards'][]): VNode {
  return warnings(
    contents.map(({ label, detail, action, since: from }) => ({ label, detail, action, from: since(from) })),
  );
}

interface Warning {
  readonly label: string;
  readonly detail?: string | undefined;
  readonly action?: string | undefined;
  readonly from: string | undefined;
}

/** The label first; what to do before why. */
export function warnings(rows: readonly Warning[]): VNode {
  return (
    <ul class="warnings">
      {rows.map((row) => (
        <li>
          {WARNING_SIGN}
          <p>
            <b>{row.label}</b>
            {row.from === undefined ? undefined : <span class="when"> {row.from}</span>}
          </p>
          {row.action === undefined ? undefined : (
            <p>
              <b>What to do:</b> {row.action}
            </p>
          )}
          {row.detail === undefined ? undefined : <p class="soft">{row.detail}</p>}
        </li>
      ))}
    </ul>
  );
}

/** A date as its own words where there is one. */
export function onDate(date: Parameters<typeof formatDate>[0] | undefined): string | undefined {
  return date === undefined ? undefined : formatDate(date);
}
