import { readFile } from 'node:fs/promises';
import { FIRST_MODEL, runMatch, type RunSummary } from '@solway/identity';
import { type Instant, type IsoDate, parseMosaicPersonId } from '@solway/kernel';
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
  loadChiPeople,
  loadCouncilPeople,
  putWatermark,
  recordLoadRejections,
  replaceStaff,
  type StaffRow,
  transaction,
} from '@solway/store';
import { parse } from 'csv-parse/sync';

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

/** Each organisation's staff directory from one file: user_id, name, organisation, role, team, training_completed;
 * and, where the directory holds them, surname, chi, address, postcode, hours, serves and since, for watching. */
export async function loadStaff(
  db: Database,
  file: string,
  partyOf: Readonly<Record<string, string>>,
  today: IsoDate,
): Promise<number> {
  const rows = parse<Record<string, string>>(await readFile(file, 'utf8'), { columns: true, bom: true });
  const staff = rows.map((row): StaffRow => {
    const organisation = row['organisation'] ?? '';
    return {
      user_id: row['user_id'] ?? '',
      organisation: partyOf[organisation] ?? organisation,
      role: row['role'] ?? '',
      name: row['name'] ?? '',
      team: row['team'] || null,
      training_completed: (row['training_completed'] || null) as IsoDate | null,
      surname: row['surname'] || null,
      chi: row['chi'] || null,
      address: row['address'] || null,
      postcode: row['postcode'] || null,
      hours: row['hours'] || null,
      serves: row['serves'] ? row['serves'].split('|') : null,
      since: (row['since'] || null) as IsoDate | null,
    };
  });
  await transaction(db, async (tx) => {
    for (const organisation of new Set(staff.map((row) => row.organisation))) {
      await replaceStaff(
        tx,
        organisation,
        staff.filter((row) => row.organisation === organisation),
        today,
      );
    }
  });
  return staff.length;
}
