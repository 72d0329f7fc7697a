import { paperOf, printed } from '@solway/paper';
import type { PlainDocument } from '@solway/kernel';
import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, it } from 'vitest';

// The file is read back by a reader written by others.

const AT = '2026-11-23T10:00:00.000Z' as never;
const DIGEST = 'ab'.repeat(32);
const DOCUMENT: PlainDocument = {
  title: 'An agreement of Łódź and Zoë',
  identity: `Version 2.0, level 2, digest ${DIGEST}`,
  parts: [
    { kind: 'heading', level: 2, words: 'Scope', id: 'scope' },
    { kind: 'paragraph', words: 'Whom it covers: “everybody” who’s known to both.' },
    { kind: 'list', items: ['first thing', 'second thing'] },
    { kind: 'facts', facts: [['Controller of', 'the record']] },
    { kind: 'heading', level: 3, words: 'The table' },
    {
      kind: 'table',
      caption: 'Items',
      heads: ['Clause', 'Item', 'Level', 'Who', 'Purposes', 'Why', 'Basis'],
      rows: Array.from({ length: 60 }, (_, at) => [
        `C${at}`,
        'care packages',
        '2',
        'nurses',
        'every purpose',
        'So that care is not started twice.',
        'law',
      ]),
    },
    { kind: 'paragraph', words: 'The end of it.' },
  ],
};

interface Node {
  readonly role?: string;
  readonly children?: readonly Node[];
}

async function read(bytes: Buffer): Promise<PDFDocumentProxy> {
  return getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
}

async function textOf(pdf: PDFDocumentProxy, sheet: number): Promise<string> {
  const { items } = await (await pdf.getPage(sheet)).getTextContent();
  return items.map((item) => ('str' in item ? item.str : '')).join(' ');
}

async function rolesIn(pdf: PDFDocumentProxy): Promise<readonly string[]> {
  const roles: string[] = [];
  const gather = (node: Node): void => {
    if (node.role !== undefined) roles.push(node.role);
    node.children?.forEach(gather);
  };
  for (let sheet = 1; sheet <= pdf.numPages; sheet += 1)
    gather((await (await pdf.getPage(sheet)).getStructTree()) as Node);
  return roles;
}

describe('a document on paper', () => {
  it('says its version and digest, and which sheet of how many, on each sheet', async () => {
    const pdf = await read(await paperOf(DOCUMENT, { at: AT }));
    expect(pdf.numPages).toBeGreaterThan(2);
    for (let sheet = 1; sheet <= pdf.numPages; sheet += 1) {
      const text = await textOf(pdf, sheet);
      expect(text).toContain(`Version 2.0, level 2, digest ${DIGEST}`);
      expect(text).toContain(`Sheet ${sheet} of ${pdf.numPages}. Made 23-Nov-2026, 10:00.`);
    }
  });

  it('is tagged, in its language and with its title, for those who hear it', async () => {
    const pdf = await read(await paperOf(DOCUMENT, { at: AT }));
    const { info } = (await pdf.getMetadata()) as unknown as { info: Record<string, unknown> };
    expect(info).toMatchObject({ Title: DOCUMENT.title, Language: 'en-GB' });
    expect((await pdf.getMarkInfo()) as unknown).toEqual(
      new Map(Object.entries({ Marked: true, UserProperties: false, Suspects: false })),
    );
    const roles = await rolesIn(pdf);
    expect(roles).toEqual(
      expect.arrayContaining(['Document', 'H1', 'H2', 'H3', 'P', 'L', 'LI', 'Table', 'TR', 'TH', 'TD']),
    );
    expect(roles.filter((role) => role === 'TR').length).toBeGreaterThanOrEqual(61);
  });

  it('holds every word, in letters of any language of these islands and beyond', async () => {
    const pdf = await read(await paperOf(DOCUMENT, { at: AT }));
    const sheets = await Promise.all(Array.from({ length: pdf.numPages }, (_, at) => textOf(pdf, at + 1)));
    const text = sheets.join(' ').replaceAll(/\s+/g, ' ');
    for (const words of [
      'Łódź and Zoë',
      '“everybody” who’s',
      'second thing',
      'Controller of:',
      'C59',
      'The end of it.',
    ])
      expect(text).toContain(words);
  });

  it('is set on a thread of its own, and is the same there', async () => {
    const [here, there] = await Promise.all([paperOf(DOCUMENT, { at: AT }), printed(DOCUMENT, { at: AT })]);
    expect(await textOf(await read(there), 1)).toBe(await textOf(await read(here), 1));
  });
});
