import type { z } from 'zod';
import { LinkageError } from '../errors.ts';
import { jsonFaultPlace } from './json-place.ts';
import { modelSchema, settingsSchema, type Model, type Settings } from './schema.ts';

/**
 * Reads a settings document.
 * @throws LinkageError SETTINGS_NOT_JSON with the line, or SETTINGS_INVALID with the path of each fault.
 */
export function parseSettings(source: unknown): Settings {
  return parseWith(settingsSchema, source);
}

/**
 * Reads a trained model. The hash is not checked here; see `checkModelHash`.
 * @throws LinkageError SETTINGS_NOT_JSON, SETTINGS_INVALID, or MODEL_INCOMPLETE when it was never trained.
 */
export function parseModel(source: unknown): Model {
  const document = typeof source === 'string' ? fromJson(source) : source;
  if (typeof document === 'object' && document !== null && !('trained' in document)) {
    throw new LinkageError('MODEL_INCOMPLETE', 'This settings document has not been trained', {
      place: 'trained',
    });
  }
  return parseWith(modelSchema, document);
}

function parseWith<T>(schema: z.ZodType<T>, source: unknown): T {
  const document = typeof source === 'string' ? fromJson(source) : source;
  const result = schema.safeParse(document);
  if (result.success) return result.data;
  const faults = result.error.issues.flatMap((issue) => describe(issue, []));
  const places = faults.map((fault) => fault.place);
  throw new LinkageError(
    'SETTINGS_INVALID',
    faults.map((fault) => `${fault.place}: ${fault.text}`).join('; '),
    { place: places[0] ?? '$' },
  );
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const place = jsonFaultPlace(text);
    throw new LinkageError('SETTINGS_NOT_JSON', `The settings are not JSON: ${(cause as Error).message}`, {
      place,
      cause,
    });
  }
}

interface Fault {
  readonly place: string;
  readonly text: string;
}

type Issue = z.core.$ZodIssue;

function describe(issue: Issue, above: readonly PropertyKey[]): Fault[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      place: placeOf([...path, key]),
      text: `there is no setting "${key}"`,
    }));
  }
  if (issue.code === 'invalid_union') {
    // The alternative that fits best says most about what was meant.
    const nearest = [...issue.errors].sort((a, b) => badness(a) - badness(b))[0];
    if (nearest && nearest.length > 0 && issue.errors.length > 0 && badness(nearest) < 100) {
      return nearest.flatMap((inner) => describe(inner, path));
    }
  }
  return [{ place: placeOf(path), text: issue.message }];
}

function badness(issues: readonly Issue[]): number {
  const wrongKind = issues.some((issue) => issue.path.length === 0 && issue.code !== 'unrecognized_keys');
  return (wrongKind ? 100 : 0) + issues.length;
}

function placeOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (out, key) => (typeof key === 'number' ? `${out}[${key}]` : `${out}.${String(key)}`),
    '$',
  );
}
