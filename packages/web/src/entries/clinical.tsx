import type { ItemContents } from '@solway/record';
import type { VNode } from 'preact';
import { shownContents, type PageContext } from '../page/context.ts';
import { day, dotted, period, phone, since, tag } from '../page/inline.tsx';
import { list, table } from '../page/table.tsx';
import { warnings } from './alerts.tsx';

/** Allergies that are recorded, then any statement that none is known, with the two told apart. */
export function allergies(contents: readonly ItemContents['allergies'][]): VNode {
  const recorded = contents.filter((one) => one.kind === 'allergy');
  const noneKnown = contents.find((one) => one.kind === 'none-known');
  const stated = noneKnown?.recorded === undefined ? undefined : <>, {day(noneKnown.recorded)}</>;
  if (recorded.length === 0) {
    return (
      <p class="state stated">
        <b>No known allergies.</b> Somebody asked and recorded this answer{stated}.
      </p>
    );
  }
  return (
    <>
      {warnings(
        recorded.map((one) => ({
          label: one.substance,
          detail: [one.reaction, one.severity].filter((word) => word !== undefined).join(' · ') || undefined,
          from: one.recorded === undefined ? undefined : <>recorded {day(one.recorded)}</>,
        })),
      )}
      {noneKnown === undefined ? undefined : (
        <p class="note">
          “No known allergies” is also on record{stated}: the two disagree. Go by the allergies above and ask.
        </p>
      )}
    </>
  );
}

/** A column that says "active" on every row says nothing: it is drawn only where some row differs. */
export function medicines(contents: readonly ItemContents['medicines'][]): VNode {
  const plain = contents.every((one) => one.status === 'active');
  return table(
    'Current medicines',
    ['Medicine', 'Dose', 'Started', ...(plain ? [] : ['Status'])],
    contents.map((one) => [one.name, one.dose, day(one.started), ...(plain ? [] : [one.status])]),
  );
}

export function problems(contents: readonly ItemContents['problems'][]): VNode {
  const plain = contents.every((one) => one.status === 'active');
  return table(
    'Health problems',
    ['Problem', 'Began', ...(plain ? [] : ['Status'])],
    contents.map((one) => [one.name, day(one.onset), ...(plain ? [] : [one.status])]),
  );
}

export function healthAlerts(contents: readonly ItemContents['health-alerts'][]): VNode {
  return warnings(contents.map((one) => ({ label: one.label, detail: one.detail, from: since(one.since) })));
}

/** DNACPR never goes further than "it is recorded, ring the practice": the page is read by non-clinicians. */
export function keyInformation(
  contents: readonly ItemContents['key-information'][],
  context: PageContext,
): VNode {
  return list(
    contents.map((one) =>
      one.kind === 'dnacpr'
        ? { name: 'DNACPR recorded', about: dnacpr(context), end: day(one.recorded) }
        : { name: one.label, about: one.detail, end: day(one.recorded) },
    ),
  );
}

function dnacpr(context: PageContext): VNode {
  const practice = shownContents(context, 'gp-practice')[0]?.phone;
  return (
    <strong class="clinical">
      Clinical decision: ring the practice{practice === undefined ? undefined : <> on {phone(practice)}</>}.
      Do not act on this page.
    </strong>
  );
}

export function incapacity(
  contents: readonly ItemContents['incapacity-certificate'][],
  context: PageContext,
): VNode {
  return list(
    contents.map((one) => ({
      name: one.scope,
      about: dotted(period(one), one.issuedBy === undefined ? undefined : `issued by ${one.issuedBy}`),
      end: force(one, context),
    })),
  );
}

function force(one: ItemContents['incapacity-certificate'], { today }: PageContext): VNode {
  if (one.end !== undefined && one.end < today) return tag('off', 'Expired');
  if (one.start !== undefined && one.start > today) return tag('due', 'Not yet in force');
  if (one.end === undefined) return tag('due', 'End date not known');
  return tag('on', 'In force');
}
