import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigurationError } from '../configuration.ts';

export interface DemoOptions {
  /** People on the invented CHI register. */
  readonly people: number;
  /** Throw the demonstration's data away and begin again. */
  readonly fresh: boolean;
  /** A folder of FHIR R4 bundles to load beside the invented records. */
  readonly bundles: string | undefined;
}

/** @throws {ConfigurationError} naming the option that is wrong */
export function readDemoOptions(args: readonly string[]): DemoOptions {
  let values: { people?: string; fresh?: boolean; bundles?: string };
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: { people: { type: 'string' }, fresh: { type: 'boolean' }, bundles: { type: 'string' } },
    }));
  } catch (cause) {
    throw new ConfigurationError(
      'configuration-invalid',
      cause instanceof Error ? cause.message : 'unknown option',
      { cause },
    );
  }
  const people = Number(values.people ?? 5000);
  if (!Number.isInteger(people) || people < 100 || people > 6_000_000) {
    throw new ConfigurationError(
      'configuration-invalid',
      '--people takes a whole number from 100 to 6000000',
    );
  }
  const bundles = values.bundles === undefined ? undefined : resolve(values.bundles);
  return { people, fresh: values.fresh ?? false, bundles };
}
