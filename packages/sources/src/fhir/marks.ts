import type { Mark } from '@solway/record';
import { ACT_CODE_SYSTEM, CONFIDENTIALITY_SYSTEM, MARK_SYSTEM } from './codes.ts';
import { at, isObject, textAt } from './json.ts';

interface Marks {
  readonly marks: readonly Mark[];
  readonly unknown: readonly { readonly system: string; readonly code: string }[];
}

const OURS: ReadonlyMap<string, Mark> = new Map([
  ['sealed', 'sealed'],
  ['third-party', 'third-party'],
  ['sexual-health', 'sexual-health'],
  ['fertility', 'fertility'],
  ['protected-identity', 'protected-identity'],
  ['restricted-person', 'restricted-person'],
]);
const SENSITIVITY: ReadonlyMap<string, Mark> = new Map([
  ['SEX', 'sexual-health'],
  ['STD', 'sexual-health'],
]);
const NO_BAR: ReadonlySet<string> = new Set(['U', 'L', 'M', 'N', 'R']);

/**
 * The marks in `meta.security`. Undefined where they can't be read, for then nobody may say that there are none.
 * A code of our own mark system that we don't know bars as `sealed` does. `veryRestricted` is what confidentiality
 * V means on this resource.
 */
export function readMarks(resource: unknown, veryRestricted: Mark): Marks | undefined {
  const meta = at(resource, 'meta');
  if (meta === undefined) return { marks: [], unknown: [] };
  if (!isObject(meta)) return undefined;
  const security = meta['security'];
  if (security === undefined) return { marks: [], unknown: [] };
  if (!Array.isArray(security)) return undefined;
  const marks = new Set<Mark>();
  const unknown: { system: string; code: string }[] = [];
  for (const coding of security as readonly unknown[]) {
    const code = textAt(coding, 'code');
    if (code === undefined) return undefined;
    const system = textAt(coding, 'system') ?? '';
    const mark = markOf(system, code, veryRestricted);
    if (mark !== undefined) marks.add(mark);
    if (mark === undefined ? !(system === CONFIDENTIALITY_SYSTEM && NO_BAR.has(code)) : isGuess(system, code))
      unknown.push({ system, code });
  }
  return { marks: [...marks], unknown };
}

function markOf(system: string, code: string, veryRestricted: Mark): Mark | undefined {
  switch (system) {
    case MARK_SYSTEM:
      return OURS.get(code) ?? 'sealed';
    case ACT_CODE_SYSTEM:
      return SENSITIVITY.get(code);
    case CONFIDENTIALITY_SYSTEM:
      return code === 'V' ? veryRestricted : undefined;
    default:
      return undefined;
  }
}

function isGuess(system: string, code: string): boolean {
  return system === MARK_SYSTEM && !OURS.has(code);
}
