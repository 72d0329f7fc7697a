import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { entryKinds, LedgerError, ledgerErrorCodes } from '@solway/ledger';

const here = new URL('.', import.meta.url);
const reference = readFileSync(new URL('../../../docs/reference/ledger.md', here), 'utf8');
const findingSource = readFileSync(new URL('../src/export/finding.ts', here), 'utf8');
const findingCodes = [...findingSource.matchAll(/case '([a-z-]+)'/g)].map(([, code]) => code!);
const witnessSource = readFileSync(new URL('../src/witness.ts', here), 'utf8');
const reasons = [...witnessSource.matchAll(/^  \| '([a-z-]+)'/gm)].map(([, reason]) => reason!);
const tests = readdirSync(here)
  .filter((name) => name.endsWith('.test.ts') && name !== 'reference.test.ts')
  .map((name) => readFileSync(new URL(name, here), 'utf8'))
  .join('\n');

describe('every code', () => {
  it.each([...ledgerErrorCodes, ...findingCodes, ...reasons])(
    '%s is explained in the reference and proved by a test',
    (code) => {
      expect(reference).toContain(`\`${code}\``);
      expect(tests).toContain(`'${code}'`);
    },
  );
  it('that the reference explains is one of ours', () => {
    const ours: readonly string[] = [...ledgerErrorCodes, ...findingCodes, ...reasons, ...entryKinds];
    const explained = [...reference.matchAll(/^\| `([a-z-]+)` +\|/gm)].map(([, code]) => code);
    expect(explained.filter((code) => !ours.includes(code!))).toEqual([]);
    expect(explained.length).toBeGreaterThan(60);
    expect([findingCodes.length, reasons.length]).toEqual([26, 9]);
  });
});

it('every kind of entry is in the reference', () => {
  for (const kind of entryKinds) expect(reference).toContain(`\`${kind}\``);
});

it('an error keeps its cause', () => {
  const cause = new Error('why');
  expect(new LedgerError('hash-invalid', 'x', { cause })).toMatchObject({
    name: 'LedgerError',
    code: 'hash-invalid',
    cause,
  });
});
