import type { ItemContents } from '@solway/record';
import type { VNode } from 'preact';
import type { PageContext } from '../page/context.ts';
import { dotted, period, phone, tag, worker } from '../page/inline.tsx';
import { list } from '../page/table.tsx';

type LegalPower = ItemContents['legal-powers'];

const POWER_NAMES = {
  'welfare-power-of-attorney': 'Welfare power of attorney',
  'continuing-power-of-attorney': 'Continuing (financial) power of attorney',
  guardianship: 'Guardianship',
  other: 'Other legal power',
} as const;

/** Each power on its own: a welfare power works only after capacity is lost, a continuing one from registration. */
export function legalPowers(contents: readonly LegalPower[], { today }: PageContext): VNode {
  return list(
    contents.map((one) => ({
      name: POWER_NAMES[one.kind],
      about: dotted(one.holder, phone(one.phone), period(one)),
      end: operation(one, today),
    })),
    'stacked',
  );
}

/** Three answers; a power that exists is not a power in operation. A period that is over ends it. */
export function operationWords(one: LegalPower, today: string): string {
  if (one.end !== undefined && one.end < today) return 'Ended';
  if (one.inOperation === undefined) return 'Not known if in operation';
  return one.inOperation ? 'In operation' : 'Not in operation';
}

function operation(one: LegalPower, today: string): VNode {
  const words = operationWords(one, today);
  if (words === 'In operation') return tag('on', words);
  return tag(words === 'Not known if in operation' ? 'due' : 'off', words);
}

export function mentalHealth(contents: readonly ItemContents['mental-health-measures'][]): VNode {
  return list(
    contents.map((one) => ({ name: one.measure, about: dotted(period(one), worker(one.officer)) })),
  );
}

export function legalStatus(contents: readonly ItemContents['legal-status-detail'][]): VNode {
  return list(contents.map((one) => ({ name: one.status, about: dotted(one.detail, period(one)) })));
}
