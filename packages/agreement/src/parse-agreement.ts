import { isItemType } from '@solway/record';
import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument, type Document, visit } from 'yaml';
import type { z } from 'zod';
import { faultsOf } from './faults.ts';
import type { AgreementProblem, Fault, ProblemCode, ProblemPath } from './problem.ts';
import { type Agreement, agreementSchema } from './schema.ts';

export type ParsedAgreement =
  | { readonly ok: true; readonly agreement: Agreement }
  | { readonly ok: false; readonly problems: readonly [AgreementProblem, ...AgreementProblem[]] };

const MAX_CHARACTERS = 1_000_000;

/**
 * Reads the text form (`docs/reference/agreement.md`). Every problem of one stage is given at once, each with its
 * line: first what is wrong with the YAML, then with its shape, then with what it says. Never throws.
 */
export function parseAgreement(text: string): ParsedAgreement {
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
  });
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line);
  const broken: AgreementProblem[] = [...document.errors, ...document.warnings].map(({ message, pos }) => ({
    code: 'yaml-malformed' as const,
    path: [],
    line: lineAt(pos[0]),
    message,
  }));
  broken.push(...aliases(document, lineAt));
  if (broken.length > 0) return refuse(broken);

  const read = agreementSchema.safeParse(document.toJS(), { reportInput: true });
  const faults = read.success ? faultsOf(read.data) : read.error.issues.flatMap(faultsOfIssue);
  if (read.success && faults.length === 0) return { ok: true, agreement: read.data };
  return refuse(faults.map((fault) => ({ ...fault, line: lineAt(offsetOf(document, fault.path)) })));
}

function refuse(problems: readonly AgreementProblem[]): ParsedAgreement {
  const [first, ...others] = problems.toSorted((a, b) => a.line - b.line);
  return { ok: false, problems: [first!, ...others] };
}

/** Anchors and merges say one thing in two places, where a reader of one doesn't see the other. */
function aliases(document: Document, lineAt: (offset: number) => number): readonly AgreementProblem[] {
  const found: AgreementProblem[] = [];
  visit(document, {
    Alias(_key, node) {
      found.push({
        code: 'yaml-malformed',
        path: [],
        line: lineAt(node.range?.[0] ?? 0),
        message: 'aliases are not used in an agreement: say it where it is read',
      });
    },
  });
  return found;
}

function faultsOfIssue(issue: z.core.$ZodIssue): readonly Fault[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
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
