import { SourceFailure } from '../source-failure.ts';
import { at, isObject, listAt, textAt } from './json.ts';

/** One page of a search, sorted into what was asked for and what came along. */
export interface SearchPage {
  /** What matched, as sent: anything at all. */
  readonly matches: readonly unknown[];
  /** Resources that matches refer to. */
  readonly included: readonly unknown[];
  readonly nextLink?: string;
  /** How many match in all, where the server says. */
  readonly total?: number;
}

/** @throws {SourceFailure} `source-error` where the body is no search result. */
export function readSearchPage(body: unknown): SearchPage {
  if (textAt(body, 'resourceType') !== 'Bundle')
    throw new SourceFailure('source-error', 'the body is not a Bundle');
  const entries = at(body, 'entry');
  if (entries !== undefined && !Array.isArray(entries))
    throw new SourceFailure('source-error', "the Bundle's entries are not a list");
  const matches: unknown[] = [];
  const included: unknown[] = [];
  for (const entry of listAt(body, 'entry')) {
    const resource = at(entry, 'resource');
    const mode = textAt(entry, 'search', 'mode');
    if (mode === 'include') included.push(resource);
    // An outcome may also come without its mode; everything else is a match, to be mapped or set aside.
    else if (mode !== 'outcome' && textAt(resource, 'resourceType') !== 'OperationOutcome')
      matches.push(resource);
  }
  const total = at(body, 'total');
  const nextLink = linkNamed(body, 'next');
  return {
    matches,
    included,
    ...(nextLink === undefined ? {} : { nextLink }),
    ...(typeof total === 'number' ? { total } : {}),
  };
}

function linkNamed(body: unknown, relation: string): string | undefined {
  const link = listAt(body, 'link').find((one) => isObject(one) && one['relation'] === relation);
  return textAt(link, 'url');
}
