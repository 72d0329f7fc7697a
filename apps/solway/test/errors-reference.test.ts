import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const sources = globSync(['packages/*/src/**/*.ts', 'apps/*/src/**/*.ts'], { cwd: root }).map((file) =>
  readFileSync(`${root}${file}`, 'utf8'),
);
const literalsOf = (text: string): string[] =>
  [...text.matchAll(/'([a-z][a-z0-9-]+)'/g)].map(([, code]) => code!);

/** The codes that a class may carry: written out, or by the name of a union, or of a list that makes one. */
function codesOf(parameter: string, own: string): readonly string[] {
  const written = literalsOf(parameter);
  if (written.length > 0) return written;
  const name = parameter.trim();
  for (const text of [own, ...sources]) {
    const union = new RegExp(`\\btype ${name} =([^;]*);`).exec(text)?.[1];
    if (union === undefined) continue;
    const list = /\(typeof (\w+)\)\[number\]/.exec(union)?.[1];
    if (list !== undefined) {
      return literalsOf(new RegExp(`\\bconst ${list} = \\[([^\\]]*)\\]`).exec(text)?.[1] ?? '');
    }
    const field = /\['(\w+)'\]\s*$/.exec(union)?.[1];
    if (field === undefined) return literalsOf(union);
    return sources.flatMap((one) =>
      [...one.matchAll(new RegExp(`state: 'unavailable';[^}]*?readonly ${field}: ([^;]*);`, 'g'))].flatMap(
        ([, alternatives]) => literalsOf(alternatives!),
      ),
    );
  }
  return [];
}

const classes = sources.flatMap((text) =>
  [...text.matchAll(/class (\w+) extends SolwayError<([^>]*)>/g)].map(([, name, parameter]) => ({
    name: name!,
    codes: codesOf(parameter!, text),
  })),
);
const plain = sources.flatMap((text) =>
  [...text.matchAll(/extends Error \{\s*readonly code = '([a-z-]+)'/g)].map(([, code]) => code!),
);
const raised = new Set([...classes.flatMap(({ codes }) => codes), ...plain]);

const page = readFileSync(`${root}docs/reference/errors.md`, 'utf8');
const listed = [...page.matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map(([, code]) => code!);

describe('the page of errors', () => {
  it('is held against every class of error there is', () => {
    expect(classes.length).toBeGreaterThanOrEqual(14);
    expect(classes.filter(({ codes }) => codes.length === 0)).toEqual([]);
  });

  it('lists every code that is raised', () => {
    expect([...raised].filter((code) => !listed.includes(code))).toEqual([]);
  });

  it('lists nothing that is not raised, and nothing twice', () => {
    expect(listed.filter((code) => !raised.has(code))).toEqual([]);
    expect(listed).toHaveLength(new Set(listed).size);
  });

  it('names each class', () => {
    expect(classes.filter(({ name }) => !page.includes(name))).toEqual([]);
  });
});
