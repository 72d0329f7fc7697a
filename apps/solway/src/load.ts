import { readFile } from 'node:fs/promises';
import { FIRST_MODEL, runMatch, type RunSummary } from '@solway/identity';
import { type Instant, instantOf, type IsoDate, parseMosaicPersonId } from '@solway/kernel';
import {
  type ChiPerson,
  type CouncilPerson,
  createMosaicPopulation,
  readChiExtract,
  type RejectedRow,
} from '@solway/sources';
import {
  type ChiPersonRow,
  type CouncilPersonRow,
  type Database,
  type DirectoryReading,
  loadChiPeople,
  loadCouncilPeople,
  putWatermark,
  recordLoadRejections,
  transaction,
} from '@solway/store';
import { parse } from 'csv-parse/sync';
import { importDirectory } from './directory.ts';

export interface LoadOptions {
  readonly mosaicUrl: string;
  /** The CHI extract, CSV. */
  readonly chiFile: string;
  readonly at: Instant;
}

/** Brings both sides' demographics in and matches them. Rows that can't be read are kept with their reason. */
export async function loadAndMatch(db: Database, options: LoadOptions): Promise<RunSummary> {
  const rejections: { place: string; code: string }[] = [];
  const mosaic = createMosaicPopulation({ name: 'mosaic', connectionString: options.mosaicUrl });
  try {
    const refreshed = await mosaic.readWatermark();
    await transaction(db, async (tx) => {
      if (refreshed !== undefined) await putWatermark(tx, 'mosaic', refreshed, options.at);
      await loadCouncilPeople(tx, accepted(mosaic.readCouncilPeople(), councilRow, rejections), options.at);
      await recordLoadRejections(tx, 'mosaic', rejections.splice(0), options.at);
      await loadChiPeople(tx, accepted(readChiExtract(options.chiFile), chiRow, rejections), options.at);
      await recordLoadRejections(tx, 'chi', rejections.splice(0), options.at);
    });
  } finally {
    await mosaic.close();
  }
  return runMatch(db, FIRST_MODEL, options.at);
}

/** The rows that could be read; what could not is gathered with its place. */
export async function* accepted<T extends object, Row>(
  rows: AsyncIterable<T | RejectedRow>,
  toRow: (row: T) => Row,
  rejections: { place: string; code: string }[],
): AsyncIterable<Row> {
  for await (const row of rows) {
    if ('rejected' in row) rejections.push({ place: `line ${row.line}`, code: row.rejected });
    else yield toRow(row);
  }
}

export function councilRow(person: CouncilPerson): CouncilPersonRow {
  return {
    person_id: parseMosaicPersonId(person.personId),
    title: person.title ?? null,
    forenames: person.forenames,
    surname: person.surname,
    known_as: person.knownAs ?? null,
    previous_surnames: person.previousSurnames,
    birth_date: person.birthDate ?? null,
    sex: person.sex ?? null,
    addresses: person.addresses.map(({ address, postcode, current }) => ({
      address,
      postcode: postcode ?? null,
      current,
    })),
    telephones: person.telephones,
    context: person.context ?? null,
    restricted: person.restricted,
    protection: person.protection,
    protected_identity: person.protectedIdentity,
    chi_held: person.chi ?? null,
  };
}

function chiRow(person: ChiPerson): ChiPersonRow {
  return {
    chi: person.chi,
    surname: person.surname,
    forenames: person.forenames,
    known_as: person.knownAs ?? null,
    birth_surname: person.birthSurname ?? null,
    previous_surnames: person.previousSurnames,
    mother_birth_surname: person.motherBirthSurname ?? null,
    birth_date: person.birthDate ?? null,
    sex: person.sex ?? null,
    death_date: person.deathDate ?? null,
    address: person.address ?? null,
    postcode: person.postcode ?? null,
    previous_postcodes: person.previousPostcodes,
    gp_practice: person.gpPractice ?? null,
  };
}

/**
 * The directories of all the organisations in one file, each by its rows' `organisation`. The names there may be the
 * party's id, or what `partyOf` maps.
 * @returns what became of each
 * @throws {DirectoryError}
 */
export async function loadStaff(
  db: Database,
  file: string,
  partyOf: Readonly<Record<string, string>>,
  today: IsoDate,
  options: { readonly only?: string; readonly manyLeave?: boolean } = {},
): Promise<readonly DirectoryReading[]> {
  const text = await readFile(file, 'utf8');
  const readings: DirectoryReading[] = [];
  for (const [organisation, known] of organisationsIn(text, partyOf, options.only)) {
    const at = instantOf(Date.now());
    const { manyLeave = false, only } = options;
    const shared = only === undefined;
    readings.push(await importDirectory(db, { organisation, text, known, today, at, manyLeave, shared }));
  }
  return readings;
}

/** Each party that the file speaks of, with the names that it calls it by. */
function organisationsIn(
  text: string,
  partyOf: Readonly<Record<string, string>>,
  only: string | undefined,
): ReadonlyMap<string, readonly string[]> {
  const rows = parse<Record<string, string>>(text, { columns: true, bom: true, relax_column_count: true });
  const names = new Set(rows.flatMap((row) => row['organisation'] ?? []));
  const parties = new Map<string, string[]>();
  for (const name of names) {
    const party = partyOf[name] ?? name;
    if (only === undefined || only === party) parties.set(party, [...(parties.get(party) ?? []), name]);
  }
  if (only !== undefined && !parties.has(only)) parties.set(only, []);
  return parties;
}
