import { isItemType } from '@solway/record';
import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument, type Document, visit } from 'yaml';
import type { z } from 'zod';
import { faultsOf } from './faults.ts';
import {
  type AgreementProblem,
  type Fault,
  type ProblemCode,
  type ProblemPath,
  problemPath,
} from './problem.ts';
import { type Agreement, agreementSchema } from './schema.ts';

export type ParsedAgreement =
  | { readonly ok: true; readonly agreement: Agreement }
  | {
      readonly ok: false;
      readonly problems: readonly [AgreementProblem, ...AgreementProblem[]];
      /** Where the shape is right and what it says does not hold together: a draft that can be worked on. */
      readonly draft?: Agreement;
    };

const MAX_CHARACTERS = 500_000;
/** Beyond these a text is not an agreement with mistakes in it, and finding each one's line would take long. */
const MAX_PROBLEMS = 200;

/**
 * Reads the text form (`docs/reference/agreement.md`). Every problem of one stage is given at once, each with its
 * line: first what is wrong with the YAML, then with its shape, then with what it says. Never throws.
 */
export function parseAgreement(text: string): ParsedAgreement {
  if (typeof text !== 'string')
    return refuse([{ code: 'yaml-malformed', path: [], line: 1, message: 'this is not a text' }]);
  if (text.length > MAX_CHARACTERS)
    return refuse([
      { code: 'text-too-long', path: [], line: 1, message: `longer than ${MAX_CHARACTERS} characters` },
    ]);
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    version: '1.2',
    schema: 'core',
    prettyErrors: false,
    // The parser's own check compares every key with every other; ours is in `repeatedKeysAndAliases`.
    uniqueKeys: false,
  });
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line);
  const broken: AgreementProblem[] = [...document.errors, ...document.warnings].map(({ message, pos }) => ({
    code: 'yaml-malformed' as const,
    path: [],
    line: lineAt(pos[0]),
    message,
  }));
  broken.push(...repeatedKeysAndAliases(document, lineAt));
  if (broken.length > 0) return refuse(broken);

  const read = agreementSchema.safeParse(document.toJS(), { reportInput: true });
  const faults = (read.success ? faultsOf(read.data) : read.error.issues.flatMap(faultsOfIssue)).slice(
    0,
    MAX_PROBLEMS,
  );
  if (read.success && faults.length === 0) return { ok: true, agreement: read.data };
  return refuse(
    faults.map((fault) => ({ ...fault, line: lineAt(offsetOf(document, fault.path)) })),
    read.data,
  );
}

function refuse(problems: readonly AgreementProblem[], draft?: Agreement): ParsedAgreement {
  const [first, ...others] = problems.slice(0, MAX_PROBLEMS).toSorted((a, b) => a.line - b.line);
  return { ok: false, problems: [first!, ...others], ...(draft === undefined ? {} : { draft }) };
}

/**
 * Aliases say one thing in two places, where a reader of one doesn't see the other; a key given twice says two
 * things in one.
 */
function repeatedKeysAndAliases(
  document: Document,
  lineAt: (offset: number) => number,
): readonly AgreementProblem[] {
  const found: AgreementProblem[] = [];
  const add = (node: { readonly range?: readonly number[] | null | undefined }, message: string) =>
    found.push({ code: 'yaml-malformed', path: [], line: lineAt(node.range?.[0] ?? 0), message });
  visit(document, {
    Alias: (_key, node) => void add(node, 'aliases are not used in an agreement: say it where it is read'),
    Map(_key, map) {
      const keys = new Set<string>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        if (keys.has(name)) add(key, `“${name}” is given twice`);
        keys.add(name);
      }
    },
  });
  return found;
}

function faultsOfIssue(issue: z.core.$ZodIssue): readonly Fault[] {
  const path = problemPath(issue.path);
  const last = path.at(-1);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      code: 'key-unknown',
      path: [...path, key],
      message: `“${key}” is not part of an agreement here`,
    }));
  if (last === 'item' && issue.code === 'invalid_value') return [itemFault(issue.input, path)];
  return [{ code: codeOfIssue(issue), path, message: `${path.join('.') || 'the text'}: ${issue.message}` }];
}

function itemFault(value: unknown, path: ProblemPath): Fault {
  return typeof value === 'string' && isItemType(value)
    ? { code: 'item-unknown', path, message: `“${value}” is an item of the other party` }
    : { code: 'item-unknown', path, message: `“${String(value)}” is not an item that Solway knows` };
}

function codeOfIssue(issue: z.core.$ZodIssue): ProblemCode {
  const { input } = issue;
  if (input === undefined) return 'section-missing';
  const blank =
    input === null ||
    (typeof input === 'string' && input.trim() === '') ||
    (issue.code === 'too_small' && Array.isArray(input));
  return blank ? 'section-blank' : 'value-invalid';
}

/** Where in the text the deepest part of a path that exists begins. A key is better than the value after it. */
function offsetOf(document: Document, path: ProblemPath): number {
  let offset = 0;
  let node: unknown = document.contents;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        (one) => isPair(one) && isScalar(one.key) && String(one.key.value) === String(step),
      );
      if (pair === undefined || !isNode(pair.key)) return offset;
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else {
      node = isNode(node) && 'items' in node ? (node.items as unknown[])[Number(step)] : undefined;
      if (!isNode(node)) return offset;
      offset = node.range?.[0] ?? offset;
    }
  }
  return offset;
}
