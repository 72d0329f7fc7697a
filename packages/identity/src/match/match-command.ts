import { availableMemory } from 'node:process';
import { parseArgs } from 'node:util';
import { LinkageError } from '@solway/linkage';
import { SolwayError } from '@solway/kernel';
import { MatchError } from './match-error.ts';
import { matchFiles } from './match-files.ts';
import type { MatchSummary } from './summary.ts';
import { trainModel } from './train.ts';

export const matchUsage = `match --council FILE --chi FILE --out DIR
                             match a council's people to CHI, CSV or Parquet, with no server: docs/guide/match.md`;

interface Streams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** Memory for the database beside what Node.js needs: what is free, and no more than three gigabytes. */
const MOST_MEMORY_MB = 3000;

/** `match`, and `match train`. Resolves to the exit code: 0, 1 for a coded error, 2 for a wrong command line. */
export async function matchCommand(args: readonly string[], { stdout, stderr }: Streams): Promise<number> {
  const started = performance.now();
  const tell = (step: string): void =>
    void stderr.write(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${step}\n`);
  const memoryMb = Math.min(MOST_MEMORY_MB, Math.max(512, Math.floor((availableMemory() / 2 ** 20) * 0.5)));
  try {
    if (args[0] === 'train') {
      const { council, chi, out, date } = readOptions(args.slice(1), ['council', 'chi', 'out', 'date']);
      const digest = await trainModel({
        council: council!,
        chi: chi!,
        out: out!,
        date: date!,
        memoryMb,
        tell,
      });
      stdout.write(`${digest}\n`);
      return 0;
    }
    const { council, chi, out } = readOptions(args, ['council', 'chi', 'out']);
    const summary = await matchFiles({ council: council!, chi: chi!, out: out!, memoryMb, tell });
    stdout.write(`${inWords(summary)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof SolwayError) && !(error instanceof LinkageError)) throw error;
    stderr.write(`${error.message} (${error.code})\n`);
    return error instanceof MatchError && error.code === 'match-usage' ? 2 : 1;
  }
}

function readOptions(args: readonly string[], names: readonly string[]): Record<string, string | undefined> {
  const usage = (why: string): MatchError => new MatchError('match-usage', `${why}\n\nsolway ${matchUsage}`);
  let values: Record<string, string | undefined>;
  try {
    const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
    values = parseArgs({ args: [...args], options }).values;
  } catch (cause) {
    throw usage(cause instanceof Error ? cause.message : 'unknown option');
  }
  const needed = names.filter((name) => !values[name]);
  if (needed.length > 0) throw usage(`${needed.map((name) => `--${name}`).join(', ')} is needed`);
  return values;
}

function inWords({ all, inputs }: MatchSummary): string {
  const n = (value: number): string => value.toLocaleString('en-GB');
  const rejected = [...inputs.council.rejected, ...inputs.chi.rejected].reduce(
    (sum, one) => sum + one.rows,
    0,
  );
  return `${n(all.people)} council records against ${n(inputs.chi.taken)} people on CHI: ${n(all.link)} linked, ${n(all.review)} for a person to decide, ${n(all.none)} not found; ${n(rejected)} rows left out. report.html says more.`;
}
