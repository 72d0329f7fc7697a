import { Flags } from '../flags.ts';
import { type PopulationOptions } from '../population/population.ts';
import { writePopulation } from '../population/write-files.ts';

export const POPULATION_FLAGS = ['people', 'seed', 'as-of', 'council', 'bundles'] as const;

/** People and seed have defaults; the day is today's unless told, so two runs a day apart differ in ages. */
export function populationOptions(flags: Flags): PopulationOptions {
  const council = flags.whole('council');
  const bundles = flags.text('bundles');
  return {
    people: flags.whole('people') ?? 5000,
    seed: flags.whole('seed') ?? 1,
    asOf: flags.date('as-of') ?? new Date().toISOString().slice(0, 10),
    ...(council === undefined ? {} : { council }),
    ...(bundles === undefined ? {} : { bundles }),
  };
}

/** `population --people N --seed S --out DIR [--format csv|parquet] [--as-of DATE] [--council N] [--chi N]` */
export async function runPopulation(args: readonly string[]): Promise<void> {
  const flags = new Flags(args, [...POPULATION_FLAGS, 'chi', 'out', 'format']);
  const options = populationOptions(flags);
  const written = await writePopulation({
    ...options,
    people: flags.whole('chi') ?? options.people,
    folder: flags.needed('out'),
    format: flags.oneOf('format', ['csv', 'parquet']) ?? 'csv',
  });
  console.log(`${written.registerRows} people on the register, ${written.councilRows} council records`);
  for (const file of written.files) console.log(file);
}
