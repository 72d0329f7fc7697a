import { formatChi } from '@solway/kernel';
import type { ComponentChild, VNode } from 'preact';
import { table } from '../page/table.tsx';
import type { CaseModel, ComparedRow } from './model.ts';
import { COMPARED } from './words.ts';

/** Both records line by line; how a value stands to the council's is said by a sign, a word and a ground. */
export function comparison(model: CaseModel): VNode {
  return (
    <section class="panel compare" aria-labelledby="side-by-side">
      <header>
        <h2 id="side-by-side">Side by side</h2>
        <p class="stamp">
          = the same · ≈ close, or the same as an earlier one · ≠ different · no sign: one side has nothing
        </p>
      </header>
      <div class="item">
        {table(
          'The council’s record beside each candidate',
          [
            'Compared',
            'Mosaic',
            ...model.candidates.map(
              (one, index) =>
                `${model.candidates.length === 1 ? 'CHI' : `${index + 1} · CHI`} ${formatChi(one.chi)}`,
            ),
          ],
          model.rows.map((row) => [row.label, values(row.council), ...row.candidates.map(compared)]),
        )}
      </div>
    </section>
  );
}

function compared({ value, as }: ComparedRow['candidates'][number]): ComponentChild {
  const [sign, words] = COMPARED[as];
  if (value.length === 0) return <span class="soft">—</span>;
  return (
    <span class={`as ${as}`}>
      {sign === '' ? undefined : (
        <>
          <b aria-hidden="true" class="sign-of">
            {sign}
          </b>
          <span class="vh">{words}: </span>
        </>
      )}
      {values(value)}
    </span>
  );
}

function values(list: readonly string[]): ComponentChild {
  if (list.length === 0) return <span class="soft">—</span>;
  return list.map((one) => <span class="line">{one}</span>);
}
