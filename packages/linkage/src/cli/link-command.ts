import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { LinkageError } from '../errors.ts';
import { peakMemoryMb } from '../engine/memory.ts';
import type { Evaluation } from '../evaluation/evaluate.ts';
import { checkTruth, type Truth } from '../evaluation/truth.ts';
import { initialSettings } from '../init/initial-settings.ts';
import { link, type LinkResult } from '../linking/link.ts';
import type { LinkOptions } from '../linking/options.ts';
import { report } from '../report/report.ts';
import { settingsJsonSchema } from '../settings/json-schema.ts';
import { parseSettings } from '../settings/parse.ts';
import type { Settings } from '../settings/schema.ts';
import { checkModelHash } from '../scoring/model.ts';
import { numberArgument, readArguments, usage, type Arguments } from './arguments.ts';
import { checkFiles } from './check-files.ts';
import { describeInitial, describeRun } from './describe.ts';

export interface CommandStreams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/**
 * The command `solway link`.
 * @param argv what follows the word "link"
 * @returns the exit code: 0, or 1 for a coded error, or 2 for a wrong command line
 */
export async function linkCommand(argv: readonly string[], streams: CommandStreams): Promise<number> {
  const json = argv.includes('--json');
  try {
    const args = readArguments(argv);
    if (args.help || args.files.length === 0) {
      streams.stdout.write(usage);
      return args.help ? 0 : 2;
    }
    if (args.files[0] === 'schema')
      streams.stdout.write(`${JSON.stringify(settingsJsonSchema(), null, 2)}\n`);
    else if (args.files[0] === 'init') await init({ ...args, files: args.files.slice(1) }, streams);
    else await run(args, streams);
    return 0;
  } catch (error) {
    if (!(error instanceof LinkageError)) throw error;
    const { code, message, place } = error;
    streams.stderr.write(
      json
        ? `${JSON.stringify({ error: { code, message, place: place ?? null } })}\n`
        : `${code}${place === undefined ? '' : ` at ${place}`}\n  ${message}\n`,
    );
    return code === 'USAGE' ? 2 : 1;
  }
}

async function init(args: Arguments, { stdout, stderr }: CommandStreams): Promise<void> {
  const { left, right } = tablesOf(args);
  await checkFiles(args);
  const initial = await initialSettings({ left, right });
  const document = `${JSON.stringify(initial.settings, null, 2)}\n`;
  if (args.values.out === undefined) stdout.write(document);
  else await writeFile(args.values.out, document);
  stderr.write(
    args.json
      ? `${JSON.stringify({ columns: initial.left.columns, rules: initial.rules })}\n`
      : describeInitial(initial, args.values.out),
  );
}

async function run(args: Arguments, { stdout, stderr }: CommandStreams): Promise<void> {
  const tables = tablesOf(args);
  const truth = truthOf(args);
  const { values } = args;
  if (values.out === undefined)
    throw new LinkageError('USAGE', 'Say where the links go: --out links.csv', { place: '--out' });
  await checkFiles(args);
  if (truth !== null) await checkTruth(truth, tables);
  const override = overrides(args);
  const date = dateOf(values.date);
  const started = performance.now();
  const options: LinkOptions = {
    ...tables,
    settings: override(await settingsOf(args, tables, stderr)),
    date,
    labels: values.labels,
    onProgress: ({ step, elapsedMs, memoryMb }) =>
      stderr.write(
        args.json
          ? `${JSON.stringify({ step, elapsedMs: Math.round(elapsedMs), memoryMb })}\n`
          : `${(elapsedMs / 1000).toFixed(1).padStart(7)} s ${String(memoryMb).padStart(6)} MB  ${step}\n`,
      ),
  };
  await using result = await link(options);
  await result.writeLinks(values.out);
  const clusters =
    result.summary.clusters === null ? null : (values.clusters ?? join(dirname(values.out), 'clusters.csv'));
  if (clusters !== null) await result.writeClusters(clusters);
  if (values['model-out'] !== undefined)
    await writeFile(values['model-out'], `${JSON.stringify(await result.model(), null, 1)}\n`);
  const evaluation = truth === null ? undefined : await result.evaluate(truth);
  if (values.report !== undefined) await writeReport(values.report, result, args, evaluation);
  const elapsedMs = Math.round(performance.now() - started);
  const { summary } = result;
  stdout.write(
    args.json
      ? `${JSON.stringify({ ...summary, elapsedMs, peakMemoryMb: peakMemoryMb(), evaluation: evaluation ?? null })}\n`
      : describeRun(summary, elapsedMs, evaluation),
  );
}

async function writeReport(
  path: string,
  result: LinkResult,
  args: Arguments,
  evaluation: Evaluation | undefined,
): Promise<void> {
  await writeFile(
    path,
    await report(result, {
      title: `Linkage of ${args.files.map((path) => basename(path)).join(' and ')}`,
      evaluation,
    }),
  );
}

function tablesOf(args: Arguments): { left: string; right?: string | undefined } {
  const [left, right, ...more] = args.files;
  if (left === undefined || more.length > 0)
    throw new LinkageError('USAGE', 'Give one table, or two', { place: 'command line' });
  return { left, right };
}

function truthOf({ values }: Arguments): Truth | null {
  if (values['truth-column'] !== undefined) return { entityLeft: values['truth-column'] };
  if (values.truth === undefined) return null;
  const { 'truth-left': left, 'truth-right': right } = values;
  if (left === undefined || right === undefined)
    throw new LinkageError(
      'USAGE',
      '--truth needs --truth-left and --truth-right, the columns of the two ids',
      { place: '--truth' },
    );
  return { pairs: values.truth, left, right, score: values['truth-score'] };
}

async function settingsOf(
  args: Arguments,
  tables: { left: string; right?: string | undefined },
  stderr: CommandStreams['stderr'],
): Promise<Settings> {
  const path = args.values.settings;
  if (path === undefined) {
    if (!args.json) stderr.write('No --settings: using what "link init" proposes\n');
    return parseSettings((await initialSettings(tables)).settings);
  }
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new LinkageError('USAGE', `The settings can't be read: ${(cause as Error).message}`, {
      place: path,
      cause,
    });
  }
  const settings = parseSettings(text);
  if (settings.trained) checkModelHash({ ...settings, trained: settings.trained });
  return settings;
}

/** The command line's own choices over those of the document. */
function overrides({ values, oneToOne }: Arguments): (settings: Settings) => Settings {
  const threshold = numberArgument('threshold', values.threshold, 0, 1);
  const memoryLimitMb = numberArgument('memory-mb', values['memory-mb'], 99, 10_000_000);
  const threads = numberArgument('threads', values.threads, 0, 1025);
  const folder = values['temporary-folder'];
  return (settings) => ({
    ...settings,
    prediction: {
      ...settings.prediction,
      ...(threshold === undefined ? {} : { threshold }),
      ...(oneToOne ? { select: 'oneToOne' as const } : {}),
    },
    engine: {
      ...settings.engine,
      ...(memoryLimitMb === undefined ? {} : { memoryLimitMb }),
      ...(threads === undefined ? {} : { threads }),
      ...(folder === undefined ? {} : { temporaryFolder: folder }),
    },
  });
}

function dateOf(given: string | undefined): string {
  if (given === undefined) return new Date().toISOString().slice(0, 10);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(given))
    throw new LinkageError('USAGE', `--date must be YYYY-MM-DD, not "${given}"`, { place: '--date' });
  return given;
}
