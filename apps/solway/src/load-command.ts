import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { instantOf, londonTime } from '@solway/kernel';
import { type Database, migrate, openDatabase } from '@solway/store';
import { bringIntoForce, readAgreementText } from './agreement-in-force.ts';
import { type Configuration, ConfigurationError } from './configuration.ts';
import { loadAndMatch, loadStaff } from './load.ts';

export const loadUsage = `load [--agreement FILE] [--staff FILE] [--chi FILE]
                             bring an agreement into force, take the staff directories, and match Mosaic's people to
                             a CHI extract: any of them, in this order, before or while the server runs`;

/**
 * What `serve` needs in its database. An agreement that this brings into force is taken as signed: nothing here
 * checks that, and the ledger says when it was done.
 * @throws {ConfigurationError} where a setting or an option is missing
 */
export async function loadCommand(args: readonly string[], configuration: Configuration): Promise<number> {
  const files = readOptions(args);
  const { databaseUrl, mosaicUrl } = configuration;
  if (databaseUrl === undefined) throw missing('DATABASE_URL');
  const db = openDatabase(databaseUrl, { connections: 4 });
  try {
    await migrate(db);
    if (files.agreement !== undefined) await takeAgreement(db, files.agreement);
    if (files.staff !== undefined) {
      const { date } = londonTime(instantOf(Date.now()));
      console.log(`${await loadStaff(db, files.staff, {}, date)} members of staff`);
    }
    if (files.chi !== undefined) {
      if (mosaicUrl === undefined) throw missing('SOLWAY_MOSAIC_URL');
      const run = await loadAndMatch(db, { mosaicUrl, chiFile: files.chi, at: instantOf(Date.now()) });
      console.log(
        `${run.council} council records against ${run.chi} on CHI: ${run.linked} linked, ${run.review} for a person to review, ${run.none} not on CHI`,
      );
    }
  } finally {
    await db.end();
  }
  return 0;
}

async function takeAgreement(db: Database, file: string): Promise<void> {
  const text = readFileSync(file, 'utf8');
  const { title, version, level } = readAgreementText(text);
  await bringIntoForce(db, text, instantOf(Date.now()));
  console.log(`in force: ${title}, version ${version}, level ${level}`);
}

function readOptions(args: readonly string[]): { agreement?: string; staff?: string; chi?: string } {
  try {
    const file = { type: 'string' } as const;
    const { values } = parseArgs({ args: [...args], options: { agreement: file, staff: file, chi: file } });
    if (Object.keys(values).length > 0) return values;
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : 'unknown option';
    throw new ConfigurationError('configuration-invalid', words, { cause });
  }
  throw new ConfigurationError('configuration-invalid', `nothing to load: ${loadUsage}`);
}

function missing(setting: string): ConfigurationError {
  return new ConfigurationError('configuration-invalid', `loading needs ${setting}`);
}
