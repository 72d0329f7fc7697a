import type { ItemContents } from '@solway/record';
import type { VNode } from 'preact';
import { shownContents, type PageContext } from '../page/context.ts';
import { since, tag, WARNING_SIGN } from '../page/inline.tsx';

type StaffSafety = ItemContents['staff-safety-alert'];

/**
 * The alerts to staff that the fuller list does not also hold; those it does hold are marked there instead.
 * Undefined where all of them are.
 */
export function staffSafety(contents: readonly StaffSafety[], context: PageContext): VNode | undefined {
  const fuller = new Set(shownContents(context, 'alerts-and-hazards').map((one) => one.label));
  const rest = contents.filter((one) => !fuller.has(one.label));
  if (rest.length === 0) return undefined;
  return warnings(rest.map(({ label, since: from }) => ({ label, from: since(from) })));
}

export function alerts(contents: readonly ItemContents['alerts-and-hazards'][], context: PageContext): VNode {
  const toStaff = new Set(shownContents(context, 'staff-safety-alert').map((one) => one.label));
  return warnings(
    contents.map(({ label, detail, action, since: from }) => ({
      label,
      detail,
      action,
      from: since(from),
      tag: toStaff.has(label) ? tag('bad', 'Safety of staff') : undefined,
    })),
  );
}

interface Warning {
  readonly label: string;
  readonly detail?: string | undefined;
  readonly action?: string | undefined;
  readonly from: VNode | undefined;
  readonly tag?: VNode | undefined;
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
            {row.from === undefined ? undefined : <span class="when"> {row.from}</span>} {row.tag}
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
