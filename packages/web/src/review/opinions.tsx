import type { VNode } from 'preact';
import { WARNING_SIGN } from '../page/inline.tsx';
import { list } from '../page/table.tsx';
import { stampWords } from './frame.tsx';
import type { CaseModel } from './model.ts';

/** What stewards judged before, where it may be told: never to one who is still to judge for themselves. */
export function opinions({ opinions: told }: CaseModel): VNode | undefined {
  if (told === undefined) return undefined;
  const [title, words] =
    told.state === 'mine'
      ? [
          'You have judged this',
          'It waits for another steward, who does not see what you chose. Nothing has moved.',
        ]
      : [
          'Two stewards judged this differently',
          told.oneOfThem
            ? 'A third steward decides. You may as well, with a note of who decided with you.'
            : 'You decide between them. Nothing has moved.',
        ];
  return (
    <section class="panel" aria-labelledby="opinions">
      <header>
        <h2 id="opinions">
          {WARNING_SIGN} {title}
        </h2>
      </header>
      <div class="item">
        <p>{words}</p>
        {list(
          told.list.map((one) => ({
            name: one.words,
            about: one.note === '' ? one.by : `${one.by}: ${one.note}`,
            end: stampWords(one.at),
          })),
        )}
      </div>
    </section>
  );
}
