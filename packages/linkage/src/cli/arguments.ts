import { parseArgs } from 'node:util';
import { LinkageError } from '../errors.ts';

export const usage = `Usage:
  solway link LEFT [RIGHT] --settings FILE --out links.csv [options]
  solway link init LEFT [RIGHT] [--out settings.json]
  solway link schema

LEFT and RIGHT are CSV or Parquet files; with LEFT alone its duplicates are found. SETTINGS is a settings document,
or a trained model to use as it is.

  --settings FILE       settings or model (without it: what "link init" would write)
  --out FILE            links: left_id,right_id,match_weight,match_probability
  --clusters FILE       cluster_id,id of every record (with one table; clusters.csv beside --out otherwise)
  --model-out FILE      the trained model
  --threshold P         match probability at which a pair is a link
  --one-to-one          each record in one link at most
  --labels FILE         pairs known to match (left_id,right_id), to train from
  --truth FILE          pairs known to match, to be judged by, with --truth-left COL and --truth-right COL,
                        and --truth-score COL where the list is a sample of judged pairs
  --truth-column COL    or a column of the tables that names the person
  --report FILE         one HTML page
  --date YYYY-MM-DD     the date written into the model (otherwise today)
  --memory-mb N  --threads N  --temporary-folder DIR
  --json                one JSON object on standard output, progress as JSON lines on standard error
`;

const options = {
  settings: { type: 'string' }, out: { type: 'string' }, clusters: { type: 'string' }, 'model-out': { type: 'string' },
  threshold: { type: 'string' }, 'one-to-one': { type: 'boolean' }, labels: { type: 'string' }, truth: { type: 'string' },
  'truth-left': { type: 'string' }, 'truth-right': { type: 'string' }, 'truth-score': { type: 'string' },
  'truth-column': { type: 'string' }, report: { type: 'string' }, date: { type: 'string' }, 'memory-mb': { type: 'string' },
  threads: { type: 'string' }, 'temporary-folder': { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' },
} as const; // prettier-ignore

export interface Arguments {
  readonly files: readonly string[];
  readonly values: Readonly<
    Partial<Record<Exclude<keyof typeof options, 'one-to-one' | 'json' | 'help'>, string>>
  >;
  readonly oneToOne: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

/** @throws LinkageError USAGE for an option that does not exist or lacks its value. */
export function readArguments(argv: readonly string[]): Arguments {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
    const { 'one-to-one': oneToOne = false, json = false, help = false, ...others } = values;
    return { files: positionals, values: others, oneToOne, json, help };
  } catch (cause) {
    throw new LinkageError('USAGE', (cause as Error).message, { place: 'command line', cause });
  }
}

/** @throws LinkageError USAGE unless it is a number within the limits. */
export function numberArgument(
  name: string,
  value: string | undefined,
  lowest: number,
  highest: number,
): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (value.trim() === '' || !(number > lowest && number < highest))
    throw new LinkageError(
      'USAGE',
      `--${name} must be a number above ${lowest} and below ${highest}, not "${value}"`,
      { place: `--${name}` },
    );
  return number;
}
