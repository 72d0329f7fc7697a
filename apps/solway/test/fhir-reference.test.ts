import { readFileSync } from 'node:fs';
import { COUNCIL_ITEMS, HEALTH_ITEMS } from '@solway/record';
import { describe, expect, it } from 'vitest';
import { typesOf } from '../../../packages/fhir/src/resources/kinds.ts';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const page = read('docs/reference/fhir.md');
const codes = [
  ...read('packages/fhir/src/absence.ts').matchAll(/'((?:none|not|un|set|trunc|as-of)[a-z-]*)'/g),
].map(([, one]) => one!);

describe('the page of FHIR', () => {
  it('lists what each item becomes', () => {
    const rows = [...page.matchAll(/^\| `([a-z0-9-]+)` \| ([A-Z][A-Za-z, ]+) \|/gm)].map(
      ([, item, types]) => [item, types],
    );
    const made = [...COUNCIL_ITEMS, ...HEALTH_ITEMS].map((item) => [
      item,
      typesOf(item).join(', ') || 'Patient',
    ]);
    expect(rows).toEqual(made);
  });

  it('lists each form of absence', () => {
    expect(codes.length).toBeGreaterThan(6);
    for (const code of codes) expect(page).toContain(`\`${code}\``);
  });
});
