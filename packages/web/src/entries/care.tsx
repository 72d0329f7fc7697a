import { formatDate } from '@solway/kernel';
import type { CarePackage, ItemContents } from '@solway/record';
import type { ComponentChild, VNode } from 'preact';
import { since, tag } from '../page/inline.tsx';
import { list, table } from '../page/table.tsx';
import { weekPicture } from '../week/picture.tsx';

const ORDER = { current: 0, suspended: 1, planned: 2, ended: 3 } as const;

export function carePackages(contents: readonly CarePackage[]): VNode {
  const packages = contents.toSorted((a, b) => ORDER[a.status] - ORDER[b.status]);
  return (
    <>
      {table(
        'Care packages',
        ['Service', 'Provider', 'Started', 'Status'],
        packages.map((one) => [
          <>
            {one.service}
            {one.frequency === undefined ? undefined : <small>{one.frequency}</small>}
          </>,
          one.provider,
          one.start === undefined ? undefined : formatDate(one.start),
          status(one),
        ]),
      )}
      {packages
        .filter((one) => one.status === 'current' && one.visits !== undefined && one.visits.length > 0)
        .map((one) => weekPicture(one.service, one.visits ?? []))}
    </>
  );
}

function status(one: CarePackage): ComponentChild {
  switch (one.status) {
    case 'current':
      return one.end === undefined ? tag('on', 'Current') : tag('on', `Current to ${formatDate(one.end)}`);
    case 'planned':
      return tag('due', 'Planned');
    case 'suspended':
      return tag('due', 'Suspended');
    case 'ended':
      return tag('off', one.end === undefined ? 'Ended' : `Ended ${formatDate(one.end)}`);
  }
}

export function equipment(contents: readonly ItemContents['equipment'][]): VNode {
  return list(
    contents.map((one) => ({
      name: one.description,
      about: one.returned === undefined ? since(one.since) : `returned ${formatDate(one.returned)}`,
    })),
  );
}

/** The four options of the Social Care (Self-directed Support) (Scotland) Act 2013, in plain words. */
const OPTIONS = {
  1: 'Option 1: direct payment',
  2: 'Option 2: the person directs, another body holds the money',
  3: 'Option 3: the council arranges',
  4: 'Option 4: a mix of the other three',
} as const;

export function selfDirectedSupport(contents: readonly ItemContents['self-directed-support'][]): VNode {
  return list(
    contents.map((one) => ({
      name: OPTIONS[one.option],
      about: one.budgetHolder === undefined ? since(one.since) : `Budget holder: ${one.budgetHolder}`,
    })),
  );
}
