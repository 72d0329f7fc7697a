import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  agreementJsonSchema,
  explainReasons,
  GATES,
  PROBLEM_CODES,
  REASON_CODES,
  type Refused,
} from '../src/index.ts';
import { demonstration } from './demonstration.ts';

const folder = new URL('../../../docs/reference/', import.meta.url);
const page = readFileSync(new URL('agreement.md', folder), 'utf8');

/** The rows of the table under a heading, as cells without back-ticks. */
function rowsUnder(heading: string): readonly (readonly string[])[] {
  const [, after = ''] = page.split(`\n${heading}\n`);
  const [section = ''] = after.split(/\n#+ /);
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
}

describe('the reference page', () => {
  test('has every reason code with its gate and its words, and no other', () => {
    const given = GATES.flatMap((gate) =>
      REASON_CODES[gate].map((code) => {
        const [reason] = explainReasons({
          outcome: 'refused',
          reasons: [{ gate, code }],
        } as unknown as Refused);
        return [gate, code, reason?.sentence.toLowerCase()];
      }),
    );
    expect(
      rowsUnder('### Reason codes').map(([gate, code, words]) => [gate, code, `${words}.`.toLowerCase()]),
    ).toEqual(given);
  });
  test('has every gate, in order', () => {
    expect(rowsUnder('## How a request is decided').map(([gate]) => gate)).toEqual(GATES);
  });
  test('has every problem code, and no other', () => {
    expect(rowsUnder('## Problem codes').map(([code]) => code)).toEqual(PROBLEM_CODES);
  });
  test('has every section of the text form', () => {
    const named = rowsUnder('## The text form').flatMap(([sections]) => sections!.split(', '));
    expect(named.toSorted()).toEqual(Object.keys(demonstration).toSorted());
  });
  test('stands beside the JSON Schema that the code publishes', () => {
    expect(JSON.parse(readFileSync(new URL('agreement.schema.json', folder), 'utf8'))).toEqual(
      agreementJsonSchema(),
    );
  });
});
