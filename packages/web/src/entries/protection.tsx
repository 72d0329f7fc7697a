import type { ItemContents, ProtectionMeasure } from '@solway/record';
import type { ComponentChild, VNode } from 'preact';
import type { PageContext } from '../page/context.ts';
import { dotted, period, phone, tag, worker } from '../page/inline.tsx';
import { list } from '../page/table.tsx';

export function protection(contents: readonly ProtectionMeasure[], context: PageContext): VNode {
  return list(contents.map((one) => measure(one, one.type, context)));
}

export function childProtection(
  contents: readonly ItemContents['child-protection'][],
  context: PageContext,
): VNode {
  return list(
    contents.map((one) => measure(one, one.unborn ? `Unborn baby: ${one.type}` : one.type, context)),
  );
}

export function lookedAfter(contents: readonly ItemContents['looked-after'][], context: PageContext): VNode {
  return list(
    contents.map((one) => ({
      name: one.legalStatus,
      about: (
        <>
          {dotted(one.placement, period(one))}
          {contacts(one)}
        </>
      ),
      end: standing(one, context),
    })),
  );
}

function measure(one: ProtectionMeasure, name: string, context: PageContext) {
  return {
    name,
    about: (
      <>
        {period(one)}
        {contacts(one)}
      </>
    ),
    end: standing(one, context),
  };
}

function contacts(one: Pick<ProtectionMeasure, 'lead' | 'outOfHoursPhone'>): ComponentChild {
  return (
    <>
      {one.lead === undefined ? undefined : <span class="line">Lead: {worker(one.lead)}</span>}
      {one.outOfHoursPhone === undefined ? undefined : (
        <span class="line">Out of hours {phone(one.outOfHoursPhone)}</span>
      )}
    </>
  );
}

function standing(one: { readonly end?: string }, { today }: PageContext): VNode {
  return one.end !== undefined && one.end < today ? tag('off', 'Ended') : tag('bad', 'Current');
}
