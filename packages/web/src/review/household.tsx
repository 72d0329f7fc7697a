import { formatChi, type ChiNumber } from '@solway/kernel';
import type { VNode } from 'preact';
import { day, tag } from '../page/inline.tsx';
import { table } from '../page/table.tsx';
import type { CaseModel } from './model.ts';

/** Who else lives at the same house on either side: what tells twins, and a father from his son. */
export function household({ household: found }: CaseModel): VNode {
  const { others, more } = found;
  return (
    <section class="panel" aria-labelledby="household">
      <header>
        <h2 id="household">At the same address</h2>
        <p class="stamp">people who are restricted are never listed here</p>
      </header>
      <div class="item">
        {others.length === 0 ? (
          <p>Nobody else is listed at the house and postcode of this record or a candidate.</p>
        ) : (
          table(
            'Others at the same house and postcode',
            ['Name', 'Known to', 'Born', 'Sex', 'Why it matters'],
            others.map((one) => [
              one.name,
              one.side === 'chi' ? `CHI ${formatChi(one.number as ChiNumber)}` : `Mosaic ${one.number}`,
              one.birthDate === undefined ? 'Not known' : day(one.birthDate),
              one.sex ?? 'Not known',
              one.like === undefined ? undefined : tag(LIKE[one.like][0], LIKE[one.like][1]),
            ]),
          )
        )}
        {more === 0 ? undefined : <p class="soft">And {more} more at that address, as in a care home.</p>}
      </div>
    </section>
  );
}

const LIKE = {
  twin: ['bad', 'A twin?'],
  duplicate: ['bad', 'One person twice?'],
  generation: ['due', 'Another generation?'],
  namesake: ['due', 'Same name'],
} as const;
