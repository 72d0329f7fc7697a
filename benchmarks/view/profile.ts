import type { Profiler } from 'node:inspector';

export type CpuProfile = Profiler.Profile;

const IDLE = '(idle)';

/**
 * Milliseconds by who asked for the work: the nearest of our packages or of the libraries up the stack, so that a
 * write to a socket counts for the library that wrote. What Node.js does with no such caller stands by itself, and
 * taking the profile is left out.
 */
export function timeByPackage(profile: CpuProfile): ReadonlyMap<string, number> {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(profile.nodes.flatMap((node) => (node.children ?? []).map((id) => [id, node.id])));
  const owner = (id: number | undefined): string => {
    for (let here = id; here !== undefined; here = parents.get(here)) {
      const url = nodes.get(here)?.callFrame.url ?? '';
      if (url.endsWith('/measured.ts')) return IDLE;
      const found = packageOf(url);
      if (found !== undefined) return found;
    }
    const name = nodes.get(id ?? 0)?.callFrame.functionName ?? '';
    return name.startsWith('(') ? name : 'node';
  };
  const spent = new Map<string, number>();
  for (const [index, id] of (profile.samples ?? []).entries()) {
    const name = owner(id);
    if (name === IDLE) continue;
    spent.set(name, (spent.get(name) ?? 0) + (profile.timeDeltas?.[index] ?? 0) / 1000);
  }
  return new Map([...spent].sort(([, a], [, b]) => b - a));
}

function packageOf(url: string): string | undefined {
  const library = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1];
  if (library !== undefined) return library;
  const ours = /\/(packages|apps)\/([^/]+)\//.exec(url)?.[2];
  if (ours !== undefined) return ours === 'solway' ? 'solway' : `@solway/${ours}`;
  return url.includes('/benchmarks/') ? 'benchmark' : undefined;
}
