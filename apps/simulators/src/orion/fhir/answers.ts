import type { Resource } from '../clinical/resource.ts';

export interface FhirAnswer {
  readonly status: number;
  readonly body: unknown;
}

export function outcome(status: number, code: string, diagnostics: string): FhirAnswer {
  return {
    status,
    body: { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code, diagnostics }] },
  };
}

export interface Page {
  readonly matches: readonly Resource[];
  readonly included: readonly Resource[];
  readonly base: string;
  readonly type: string;
  readonly query: URLSearchParams;
}

const DEFAULT_COUNT = 20;
const MAX_COUNT = 200;

/** One page of a searchset, with `next` where there are more. */
export function searchset({ matches, included, base, type, query }: Page): FhirAnswer {
  const count = bounded(query.get('_count'), DEFAULT_COUNT, MAX_COUNT);
  const offset = bounded(query.get('_offset'), 0, 1_000_000);
  if (count === undefined || offset === undefined) {
    return outcome(400, 'invalid', '_count and _offset are to be whole numbers');
  }
  const shown = matches.slice(offset, offset + count);
  const links = [{ relation: 'self', url: `${base}/${type}?${query.toString()}` }];
  if (offset + count < matches.length && count > 0) {
    const next = new URLSearchParams(query);
    next.set('_offset', `${offset + count}`);
    links.push({ relation: 'next', url: `${base}/${type}?${next.toString()}` });
  }
  return {
    status: 200,
    body: {
      resourceType: 'Bundle',
      type: 'searchset',
      total: matches.length,
      link: links,
      entry: [
        ...shown.map((resource) => entryOf(base, resource, 'match')),
        ...included.map((resource) => entryOf(base, resource, 'include')),
      ],
    },
  };
}

function entryOf(base: string, resource: Resource, mode: 'include' | 'match'): unknown {
  return { fullUrl: `${base}/${resource.resourceType}/${resource.id}`, resource, search: { mode } };
}

function bounded(text: string | null, otherwise: number, most: number): number | undefined {
  if (text === null) return otherwise;
  return /^\d{1,9}$/.test(text) ? Math.min(Number(text), most) : undefined;
}
