import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { LEAD, proposeVersion } from '@solway/governance';
import { instantOf, londonTime } from '@solway/kernel';
import { type Database, migrate, openDatabase, staffInRoles } from '@solway/store';
import { readAgreementText } from './agreement-in-force.ts';
import { type Configuration, ConfigurationError } from './configuration.ts';
import { loadAndMatch, loadStaff } from './load.ts';

export const loadUsage = `load [--staff FILE [--organisation ID] [--many-leave]] [--agreement FILE --by USER] [--chi FILE]
                             take the staff directories, draft an agreement in a governance lead's name, and match
                             Mosaic's people to a CHI extract: any of them, in this order, before or while the
                             server runs`;

/**
 * What `serve` needs in its database. An agreement is only drafted by this: until its officers have signed it on the
 * governance pages, nothing is disclosed.
 * @throws {ConfigurationError} where a setting or an option is missing
 */
export async function loadCommand(args: readonly string[], configuration: Configuration): Promise<number> {
  const files = readOptions(args);
  const { databaseUrl, mosaicUrl } = configuration;
  if (databaseUrl === undefined) throw missing('DATABASE_URL');
  const db = openDatabase(databaseUrl, { connections: 4 });
  try {
    await migrate(db);
    if (files.staff !== undefined) {
      const { date } = londonTime(instantOf(Date.now()));
      const options = {
        ...(files.organisation === undefined ? {} : { only: files.organisation }),
        manyLeave: files['many-leave'] ?? false,
      };
      for (const one of await loadStaff(db, files.staff, {}, date, options)) {
        console.log(
          `${one.organisation}: ${one.accepted} rows accepted, ${one.rejected.length} rejected; ${one.joined} joined, ${one.moved} moved, ${one.departed} left`,
        );
        for (const { line, code } of one.rejected) console.log(`  line ${line}: ${code}`);
      }
    }
    if (files.agreement !== undefined) await draftAgreement(db, files.agreement, files.by);
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

/** A draft in the name of a governance lead whom a staff directory vouches for; it is signed on pages. */
async function draftAgreement(db: Database, file: string, by: string | undefined): Promise<void> {
  const text = readFileSync(file, 'utf8');
  const { title, version, level } = readAgreementText(text);
  const lead = (await staffInRoles(db)).find((one) => one.user_id === by && one.role === LEAD);
  if (lead === undefined)
    throw new ConfigurationError(
      'configuration-invalid',
      '--by: name the user id of a governance lead who is in the staff directory; load that first',
    );
  const officer = {
    userId: lead.user_id,
    name: lead.name,
    organisation: lead.organisation,
    roles: [LEAD],
    correlationId: 'command line',
  };
  await proposeVersion(db, officer, { text }, instantOf(Date.now()));
  console.log(
    `a draft, by ${lead.name}: ${title}, version ${version}, level ${level}. It is assessed, signed and brought into force on the governance pages`,
  );
}

function readOptions(args: readonly string[]): Options {
  try {
    const file = { type: 'string' } as const;
    const { values } = parseArgs({
      args: [...args],
      options: {
        agreement: file,
        by: file,
        staff: file,
        chi: file,
        organisation: file,
        'many-leave': { type: 'boolean' },
      },
    });
    if (Object.keys(values).length > 0) return values;
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : 'unknown option';
    throw new ConfigurationError('configuration-invalid', words, { cause });
  }
  throw new ConfigurationError('configuration-invalid', `nothing to load: ${loadUsage}`);
}

interface Options {
  agreement?: string;
  by?: string;
  staff?: string;
  chi?: string;
  /** Whose directory the staff file is, where it does not say. */
  organisation?: string;
  'many-leave'?: boolean;
}

function missing(setting: string): ConfigurationError {
  return new ConfigurationError('configuration-invalid', `loading needs ${setting}`);
}
