import { describe, expect, test } from 'vitest';
import { editText, parseAgreement } from '../src/index.ts';
import { demonstrationText } from './demonstration.ts';

const read = (text: string) => {
  const parsed = parseAgreement(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.agreement;
};

describe('a text that is edited', () => {
  test('says the new value, and everything else as before, comments too', () => {
    const text = editText(demonstrationText, [
      { path: ['scope'], value: 'Everybody.' },
      { path: ['version'], value: '3.0' },
      { path: ['informationShared', 'council-to-health', 0, 'conditions'], value: ['One.', 'Two.'] },
    ]);
    const [before, after] = [read(demonstrationText), read(text)];
    expect(after).toEqual({
      ...before,
      scope: 'Everybody.',
      version: '3.0',
      informationShared: {
        ...before.informationShared,
        'council-to-health': before.informationShared['council-to-health'].map((clause, at) =>
          at === 0 ? { ...clause, conditions: ['One.', 'Two.'] } : clause,
        ),
      },
    });
    expect(text).toContain('# Who works for whom.');
  });

  test('has what was taken out no more, and what was added at its end', () => {
    const clauses = read(demonstrationText).informationShared['council-to-health'];
    const without = editText(demonstrationText, [
      { path: ['informationShared', 'council-to-health', 12], value: undefined },
    ]);
    expect(read(without).informationShared['council-to-health']).toHaveLength(clauses.length - 1);
    const again = editText(without, [
      { path: ['informationShared', 'council-to-health', clauses.length - 1], value: clauses[12] },
    ]);
    expect(read(again).informationShared['council-to-health'].at(-1)).toEqual(clauses[12]);
  });

  test('keeps a version that looks like a number a text, and long words whole', () => {
    const long = 'word '.repeat(100).trim();
    const text = editText(demonstrationText, [
      { path: ['version'], value: '4.0' },
      { path: ['scope'], value: long },
    ]);
    expect(read(text)).toMatchObject({ version: '4.0', scope: long });
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(400);
  });

  test('edited with nothing reads the same, and edited again is the same text', () => {
    const once = editText(demonstrationText, []);
    expect(read(once)).toEqual(read(demonstrationText));
    expect(editText(once, [])).toBe(once);
  });
});
