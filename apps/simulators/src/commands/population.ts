import { Flags } from '../flags.ts';
import { type PopulationOptions } from '../population/population.ts';
import { writePopulation } from '../population/write-files.ts';

export const POPULATION_FLAGS = ['people', 'chi', 'council', 'seed', 'as-of', 'bundles'] as const;

/** The population a stand-in is to hold. The day is left open: a stand-in keeps that of its first start. */
export function standInPopulation(
  flags: Flags,
): Omit<PopulationOptions, 'asOf'> & { readonly asOf?: string } {
  const council = flags.whole('council');
  const bundles = flags.text('bundles');
  const asOf = flags.date('as-of');
  return {
    people: flags.whole('chi') ?? flags.whole('people') ?? 5000,
    seed: flags.whole('seed') ?? 1,
    ...(asOf === undefined ? {} : { asOf }),
    ...(council === undefined ? {} : { council }),
    ...(bundles === undefined ? {} : { bundles }),
  };
}

/** `population --people N --seed S --out DIR [--format csv|parquet] [--as-of DATE] [--council N] [--chi N]` */
export async function runPopulation(args: readonly string[]): Promise<void> {
  const flags = new Flags(args, [...POPULATION_FLAGS, 'out', 'format']);
  const written = await writePopulation({
    // The day is today's unless told, so two runs a day apart differ in ages.
    asOf: new Date().toISOString().slice(0, 10),
    ...standInPopulation(flags),
    folder: flags.needed('out'),
    format: flags.oneOf('format', ['csv', 'parquet']) ?? 'csv',
  });
  console.log(`${written.registerRows} people on the register, ${written.councilRows} council records`);
  for (const file of written.files) console.log(file);
}
