import { parseDocument } from 'yaml';
import type { ProblemPath } from './problem.ts';

/** One value put in the place of another; an undefined value takes it out. */
export interface TextEdit {
  readonly path: ProblemPath;
  readonly value: unknown;
}

/**
 * The text form with some values changed and everything else, comments too, as its writer left it. The text has
 * been read by `readAgreement` before, so it is YAML; what the result says is for `readAgreement` to judge.
 */
export function editText(text: string, edits: readonly TextEdit[]): string {
  const document = parseDocument(text, { version: '1.2', schema: 'core' });
  for (const { path, value } of edits) {
    if (value === undefined) document.deleteIn(path);
    else document.setIn(path, document.createNode(value));
  }
  return document.toString({ lineWidth: 110, flowCollectionPadding: false });
}
