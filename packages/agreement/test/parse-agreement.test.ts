import { expect, describe, test } from 'vitest';
import { stringify } from 'yaml';
import { agreementJsonSchema, type AgreementProblem, parseAgreement } from '../src/index.ts';
import { PROBLEM_CODES } from '../src/index.ts';
import { demonstration, demonstrationText } from './demonstration.ts';
import { edited, lineOf, wrong } from './wrong-agreements.ts';

function problemsOf(text: string): readonly AgreementProblem[] {
  const result = parseAgreement(text);
  return result.ok ? [] : result.problems;
}

describe('an agreement that', () => {
  test('is the demonstration is accepted, with every section and every item of the data set', () => {
    const result = parseAgreement(demonstrationText);
    expect(result.ok).toBe(true);
    const { informationShared } = demonstration;
    expect(informationShared['council-to-health']).toHaveLength(20);
    expect(informationShared['health-to-council']).toHaveLength(16);
    expect(demonstration.level).toBe(2);
  });

  test.each(wrong)('has %s is refused, with its line', (_what, text, code, words) => {
    expect(problemsOf(text).map((problem) => [problem.code, problem.line])).toContainEqual([
      code,
      lineOf(text, words),
    ]);
  });

  test('is wrong in several places is told of all of them, in the order of the text', () => {
    const text = edited('legalBasis: [child-wellbeing]', 'legalBasis: [goodwill]').replace(
      'end: 2029-01-04',
      'end: 2025-01-04',
    );
    const problems = problemsOf(text);
    expect(problems.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['legal-basis-unknown', 'dates-contradict']),
    );
    expect(problems.map(({ line }) => line)).toEqual(
      problems.map(({ line }) => line).toSorted((a, b) => a - b),
    );
  });

  test('has every code in the table tried above, and no other', () => {
    const tried = new Set(wrong.map(([, , code]) => code));
    tried.add('text-too-long');
    expect([...tried].sort()).toEqual([...PROBLEM_CODES].sort());
  });

  test('says in plain words what is wrong', () => {
    const [problem] = problemsOf(edited('item: documents', 'item: shoe-size'));
    expect(problem?.message).toBe('“shoe-size” is not an item that Solway knows');
    expect(problem?.path).toEqual(['informationShared', 'council-to-health', 16, 'item']);
  });
});

describe('hostile text', () => {
  test('that is too long is not parsed at all', () => {
    expect(problemsOf('#'.repeat(500_001))).toEqual([
      { code: 'text-too-long', path: [], line: 1, message: 'longer than 500000 characters' },
    ]);
  });
  test.each([
    ['nothing', ''],
    ['no text at all', undefined as never],
    ['a list', '- a\n- b\n'],
    ['a word', 'agreement'],
    ['two documents', 'a: 1\n---\nb: 2\n'],
    ['a tag', 'format: !!js/function "x"'],
    ['a prototype', '__proto__: {level: 4}\n'],
    ['nesting', '['.repeat(5000)],
    ['a binary', '\u0000\u0001\u0002'],
  ])('%s is refused, not thrown', (_what, text) => {
    expect(problemsOf(text).length).toBeGreaterThan(0);
  });
  test('of very many keys, or very deep, is answered soon', () => {
    const keys = Array.from({ length: 40_000 }, (_, at) => `k${at}: 1`).join('\n');
    for (const text of [keys, '['.repeat(100_000), '{a: '.repeat(50_000)]) {
      const problems = problemsOf(text);
      expect(problems.length).toBeGreaterThan(0);
      expect(problems.length).toBeLessThanOrEqual(200);
    }
  });
  test('an expansion of aliases is refused before it grows', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefghij'.split('').map((name, at) => `${name}: &${name} [${`*${'abcdefghi'[at]},`.repeat(9)}]`),
    ].join('\n');
    expect(problemsOf(bomb).every(({ code }) => code === 'yaml-malformed')).toBe(true);
  });
  test('names of built-ins as roles are only names', () => {
    const text = edited('to: [clinical, health-admin]', 'to: [clinical, constructor]');
    expect(problemsOf(text).map(({ code }) => code)).toContain('role-or-group-unknown');
  });
});

describe('the text form', () => {
  test('comes back the same after it is written out and read again', () => {
    const again = parseAgreement(stringify(demonstration));
    expect(again.ok && again.agreement).toEqual(demonstration);
  });
  test('has a published JSON Schema that names every section', () => {
    const schema = agreementJsonSchema() as {
      required: string[];
      properties: object;
      additionalProperties: boolean;
    };
    expect(schema.required).toEqual(Object.keys(demonstration));
    expect(schema.additionalProperties).toBe(false);
    expect(JSON.stringify(schema)).toContain('"care-packages"');
  });
});
