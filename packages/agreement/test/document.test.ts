import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { DocumentPart, PlainDocument } from '@solway/kernel';
import { describe, expect, test } from 'vitest';
import { type Agreement, digest, documentOf } from '../src/index.ts';
import { BOARD, changed, COUNCIL, demonstration, partyOf } from './demonstration.ts';

/** A document as lines: what a reader would be read aloud, and as what. */
function lines({ title, identity, parts }: PlainDocument): readonly string[] {
  return [title, identity, ...parts.flatMap(linesOf)];
}

function linesOf(part: DocumentPart): readonly string[] {
  switch (part.kind) {
    case 'heading':
      return ['', `${'#'.repeat(part.level)} ${part.words}${part.id === undefined ? '' : ` {${part.id}}`}`];
    case 'paragraph':
      return [part.words];
    case 'list':
      return part.items.map((item) => `- ${item}`);
    case 'facts':
      return part.facts.map(([name, words]) => `${name}: ${words}`);
    case 'table':
      return [`[${part.caption}]`, part.heads.join(' | '), ...part.rows.map((row) => row.join(' | '))];
  }
}

const GOLDEN = new URL('demonstration-document.txt', import.meta.url);

describe('the document that people read', () => {
  test('is, word for word, the one that stands beside this test', () => {
    const text = `${lines(documentOf(demonstration)).join('\n').replace(digest(demonstration), 'DIGEST')}\n`;
    if (!existsSync(GOLDEN)) writeFileSync(GOLDEN, text);
    expect(text).toBe(readFileSync(GOLDEN, 'utf8'));
  });

  test('names its version and its own digest', () => {
    expect(documentOf(demonstration).identity).toBe(`Version 2.0, level 2, digest ${digest(demonstration)}`);
  });

  const read = (change: (agreement: Agreement) => void) => lines(documentOf(changed(change))).join('\n');

  test.each<[string, (agreement: Agreement) => void, string]>([
    ['a party that agrees to less', (a) => void (partyOf(a, BOARD).level = 1), 'Has agreed to level: 1'],
    [
      'a party for a time',
      (a) => void (partyOf(a, COUNCIL).periods = [{ from: '2026-02-01', until: '2026-03-01' }]),
      'Is a party: 01-Feb-2026 to 01-Mar-2026',
    ],
    [
      'a party from a day on',
      (a) => void (partyOf(a, COUNCIL).periods = [{ from: '2026-02-01' }]),
      'Is a party: from 01-Feb-2026',
    ],
    [
      'proof that stops sharing',
      (a) => void (a.security.whenProofIsLate = 'stop'),
      'sharing stops until it is proved again',
    ],
    [
      'an emergency that opens nothing',
      (a) => void (a.breakGlass.opens = []),
      'Emergency access opens: nothing',
    ],
    ['one day of grace', (a) => void (a.training.graceDays = 1), 'Grace after that: 1 day\n'],
    [
      'a mark that is lifted',
      (a) =>
        void (a.informationShared['council-to-health'][16]!.lifts = [
          {
            mark: 'third-party',
            to: ['doctors', 'ahp'],
            purposes: ['direct-care'],
            legalBasis: 'health-and-social-care',
            why: 'Because.',
          },
        ]),
      'Entries marked third party are shown to the group “doctors” and allied health professionals, for direct care. Because.',
    ],
    [
      'a flow to somebody unknown, as it was written',
      (a) => void (a.dataFlows.flows[0]!.to = 'elsewhere'),
      '| elsewhere |',
    ],
    ['levels in any order, in their own', (a) => void a.appendices.reverse(), 'Appendix: Level 1, basic'],
  ])('says %s', (_, change, words) => {
    expect(read(change)).toContain(words);
  });

  test('has its appendices by level, whatever their order in the text', () => {
    const text = read((a) => void a.appendices.reverse());
    const places = [1, 2, 3, 4].map((level) => text.indexOf(`{appendix-${level}}`));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });
});
