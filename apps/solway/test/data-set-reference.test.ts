import { readFileSync } from 'node:fs';
import { COUNCIL_ITEMS, HEALTH_ITEMS } from '@solway/record';
import { ITEM_NAMES } from '../../../packages/web/src/words/items.ts';
import { describe, expect, it } from 'vitest';
import { demonstrationAgreement, readAgreementText } from '../src/agreement-in-force.ts';

const page = readFileSync(new URL('../../../docs/reference/data-set.md', import.meta.url), 'utf8');
const rows = [...page.matchAll(/^\| `([a-z0-9-]+)` \| ([^|]+) \| (\d) \|/gm)].map(
  ([, item, name, level]) => ({
    item,
    name,
    level: Number(level),
  }),
);

describe('the page of the data set', () => {
  it('lists the items in their order, with the names that pages give them', () => {
    const items = [...COUNCIL_ITEMS, ...HEALTH_ITEMS];
    expect(rows.map(({ item, name }) => ({ item, name }))).toEqual(
      items.map((item) => ({ item, name: ITEM_NAMES[item] })),
    );
  });

  it('gives each the level of the demonstration agreement', () => {
    const shared = readAgreementText(demonstrationAgreement()).informationShared;
    const clauses = [...shared['council-to-health'], ...shared['health-to-council']];
    expect(rows.map(({ item, level }) => ({ item, level }))).toEqual(
      clauses.map(({ item, level }) => ({ item, level })),
    );
  });
});
