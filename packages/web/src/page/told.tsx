import {
  type ChiNumber,
  formatChi,
  formatDate,
  type Instant,
  londonTime,
  type MosaicPersonId,
} from '@solway/kernel';
import type { BannerPerson, Direction, ItemType } from '@solway/record';
import type { VNode } from 'preact';
import { ITEM_NAMES } from '../words/items.ts';
import { bannerName } from './banner.tsx';
import type { SummaryActions } from './context.ts';
import { WARNING_SIGN } from './inline.tsx';

/** That pages which this reader saw were shown through a wrong link. */
export interface ToldModel {
  readonly id: string;
  readonly direction: Direction;
  readonly pages: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  readonly person?: BannerPerson & { readonly chi?: ChiNumber; readonly personId?: MosaicPersonId };
  readonly items: readonly ItemType[];
}

/** Above the page and apart from it, until acknowledged: it is about somebody whom the reader had open before. */
export function toldNotices(notices: readonly ToldModel[], actions: SummaryActions): VNode | undefined {
  if (notices.length === 0) return undefined;
  return (
    <aside class="exposed" aria-labelledby="told">
      <h2 id="told">
        {WARNING_SIGN}
        About {notices.length === 1 ? 'a page' : 'pages'} you saw before: not about the person below
      </h2>
      {notices.map((notice) => (
        <div>
          <p>
            {when(notice)} you had {whom(notice)} open, and were shown{' '}
            {notice.direction === 'council-to-health' ? 'social work' : 'health service'} information with it.{' '}
            <b>The two records had been joined by mistake:</b> what you were shown may be about somebody else.
          </p>
          <p>
            Check again what you wrote down, told anybody or decided from{' '}
            {notice.items.length === 0
              ? 'it'
              : `it: ${notice.items.map((item) => ITEM_NAMES[item]).join(', ')}`}
            . Reference {notice.id.slice(0, 8).toUpperCase()}.
          </p>
          <form method="post" action={actions.acknowledgeUrl}>
            <input type="hidden" name="view" value={actions.viewId} />
            <input type="hidden" name="notice" value={notice.id} />
            <button>I have read this and will check</button>
          </form>
        </div>
      ))}
    </aside>
  );
}

function when({ pages, firstAt, lastAt }: ToldModel): string {
  const [first, last] = [londonTime(firstAt), londonTime(lastAt)];
  if (pages === 1) return `At ${first.time} on ${formatDate(first.date)}`;
  if (first.date === last.date) return `${pages} times on ${formatDate(first.date)}`;
  return `${pages} times from ${formatDate(first.date)} to ${formatDate(last.date)}`;
}

function whom({ person }: ToldModel): string {
  if (person === undefined) return 'somebody';
  const number =
    person.chi === undefined
      ? person.personId === undefined
        ? ''
        : `, Mosaic ${person.personId}`
      : `, CHI ${formatChi(person.chi)}`;
  return `${bannerName(person)}${number}`;
}
