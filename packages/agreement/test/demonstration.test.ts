import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseAgreement } from '../src/index.ts';
test('x', () => {
  const r = parseAgreement(
    readFileSync(new URL('../agreements/demonstration.yaml', import.meta.url), 'utf8'),
  );
  if (!r.ok) console.log(r.problems);
  expect(r.ok).toBe(true);
});
