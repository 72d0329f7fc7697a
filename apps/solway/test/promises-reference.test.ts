import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../../', import.meta.url);
const textOf = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** Lines such as "- `packages/x/test/y.test.ts`: the title of a test". */
const REFERENCE = /^- `([^`]+\/test[^`]*\.ts|e2e\/[^`]+\.ts)`: (.+)$/gm;
const FILE = /`((?:packages|apps|e2e|docs)\/[^`]+)`/g;

/** The titles that a file gives to its tests: the words after `it(`, `test(`, or a table of them. */
function titlesOf(path: string): readonly string[] {
  const titles = /(?:\b(?:it|test)|\))\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`),/g;
  return [...textOf(path).matchAll(titles)].map(([, a, b, c]) =>
    (a ?? b ?? c ?? '').replaceAll(/\\(.)/g, '$1'),
  );
}

describe.each(['docs/reference/promises.md', 'docs/safety/hazard-log.md'])('%s', (page) => {
  const text = textOf(page);
  const references = [...text.matchAll(REFERENCE)].map(([, file = '', title = '']) => ({ file, title }));

  it('names tests that exist under that very title', () => {
    expect(references.length).toBeGreaterThan(30);
    const missing = references.filter(({ file, title }) => !titlesOf(file).includes(title));
    expect(missing).toEqual([]);
  });

  it('names files that exist', () => {
    const files = [...text.matchAll(FILE)].map(([, file = '']) => file);
    expect(files.filter((file) => !existsSync(new URL(file, root)))).toEqual([]);
  });

  it('leaves no promise and no hazard without a test', () => {
    const parts = text.split(/^## (?=\d+\. )/m).slice(1);
    expect(parts.length).toBeGreaterThanOrEqual(10);
    expect(parts.filter((part) => [...part.matchAll(REFERENCE)].length === 0)).toEqual([]);
  });
});
