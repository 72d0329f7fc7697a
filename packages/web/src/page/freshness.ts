import { formatDate, londonTime, type Instant } from '@solway/kernel';
import type { Freshness, ItemType } from '@solway/record';

const DAY_MS = 86_400_000;

export interface Stamp {
  readonly text: string;
  /** In words, where what is shown is more than a day old. */
  readonly age: string | undefined;
  readonly kind: Freshness['kind'];
}

/** Where an answer came from and when. Only a source's own present record is ever called live. */
export function stampOf(item: ItemType, freshness: Freshness, system: string, seenAt: Instant): Stamp {
  const { date, time } = londonTime(freshness.asOf);
  switch (freshness.kind) {
    case 'live': {
      const day = londonTime(seenAt).date === date ? '' : `, ${formatDate(date)}`;
      return { text: `Live from ${system} ${time}${day}`, age: undefined, kind: 'live' };
    }
    case 'copy':
      return {
        text: `${system} copy as of ${time}, ${formatDate(date)}`,
        age: ageInDays(freshness.asOf, seenAt),
        kind: 'copy',
      };
    case 'extract':
      return {
        text: `${item === 'key-information' ? 'KIS' : system} extract of ${time}, ${formatDate(date)}`,
        age: ageInDays(freshness.asOf, seenAt),
        kind: 'extract',
      };
  }
}

function ageInDays(asOf: Instant, seenAt: Instant): string | undefined {
  const days = Math.floor((Date.parse(seenAt) - Date.parse(asOf)) / DAY_MS);
  if (days < 1) return undefined;
  return days === 1 ? 'more than a day old' : `${days} days old`;
}
