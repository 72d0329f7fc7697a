import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { packageFolder } from '../package-folder.ts';
import { COUNCIL_COLUMNS, councilCells } from '../population/columns.ts';
import type { CouncilRecord } from '../population/council-record.ts';
import { CsvFile } from '../population/csv-file.ts';
import { population, type PopulationOptions } from '../population/population.ts';
import { Block } from '../population/write-files.ts';
import { addCare } from './care-content.ts';
import { CaseFile } from './case-file.ts';
import { type Directory, makeDirectory } from './directory.ts';
import { addHistory } from './history-content.ts';
import { addNastiness } from './nasty-content.ts';
import { addPerson } from './person-content.ts';
import { addProtection } from './protection-content.ts';
import { RowBatch, TABLE_NAMES, TABLES, type TableName } from './tables.ts';

const BATCH_ROWS = 40_000;
/** Read as they stand, whatever their age. */
const WITHOUT_WATERMARK: ReadonlySet<string> = new Set(['restricted_access', 'protected_identities']);

/**
 * Makes the published schema and fills it from the population in one transaction: all of it or nothing. Writes the
 * extract (`council.csv`) that the council gives for matching as it goes.
 */
export async function loadDatabase(
  client: pg.Client,
  options: PopulationOptions,
  extract: string,
): Promise<void> {
  const schema = readFileSync(join(packageFolder(), 'sql', 'mosaic.sql'), 'utf8');
  const indexes = schema.indexOf('create index');
  await client.query('begin');
  // Foreign keys hold by construction; checking them row by row would be most of the time.
  await client.query('set local session_replication_role = replica');
  await client.query(schema.slice(0, indexes));
  await fill(client, options, extract);
  await client.query(schema.slice(indexes));
  await client.query('create index on dm_persons (lower(last_name), lower(first_name))');
  await client.query('create index on dm_persons (date_of_birth)');
  await client.query('commit');
  await client.query('analyze');
}

async function fill(client: pg.Client, options: PopulationOptions, extract: string): Promise<void> {
  const file = new Block<CouncilRecord>(
    new CsvFile(extract, COUNCIL_COLUMNS),
    (one) => one.personId,
    councilCells,
  );
  const batch = new RowBatch();
  const directory: Directory = makeDirectory(options.seed, batch);
  let openAdults = 0;
  for (const { council } of population(options)) {
    for (const { record, traits, truth } of council) {
      const caseFile = new CaseFile(record, traits, {
        directory,
        batch,
        seed: options.seed,
        asOf: options.asOf,
      });
      addPerson(caseFile);
      if (truth.kinds.includes('protected-earlier-identity')) caseFile.add('protected_identities', {});
      addHistory(caseFile);
      addCare(caseFile);
      addProtection(caseFile);
      if (caseFile.isOpen && !caseFile.isChild) addNastiness(caseFile, (openAdults += 1));
      file.add(record);
    }
    if (batch.rows > BATCH_ROWS) await copy(client, batch);
  }
  await copy(client, batch);
  file.close();
}

async function copy(client: pg.Client, batch: RowBatch): Promise<void> {
  for (const [table, text] of batch.take()) {
    await pipeline(Readable.from([text]), client.query(copyFrom(copyCommand(table))));
  }
}

function copyCommand(table: TableName): string {
  return `copy ${table} (${TABLES[table].map((one) => `"${one}"`).join(', ')}) from stdin`;
}

/** The reporting copy was refreshed from Mosaic at 06:00 today, or yesterday where it is not yet that late. */
export async function refreshWatermarks(client: pg.Client, now: number): Promise<void> {
  const day = 86_400_000;
  const sixAm = day / 4;
  const refreshed = new Date(Math.floor((now - sixAm) / day) * day + sixAm).toISOString();
  await client.query('delete from watermarks');
  await client.query('insert into watermarks select unnest($1::text[]), $2', [
    TABLE_NAMES.filter((one) => !WITHOUT_WATERMARK.has(one)),
    refreshed,
  ]);
}
