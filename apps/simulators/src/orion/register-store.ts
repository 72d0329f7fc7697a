import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { RegisterEntry } from '../population/register.ts';
import type { RegisteredPatient } from './clinical/chart.ts';
import type { Resource } from './clinical/resource.ts';

const SCHEMA = `
  create table patients (
    number integer primary key,
    fhir_id text not null unique,
    chi text not null unique,
    surname_key text not null,
    forename_key text not null,
    birth_date text not null,
    entry text not null
  ) strict;
  create index by_name on patients (surname_key, forename_key);
  create index by_forename on patients (forename_key);
  create index by_birth_date on patients (birth_date);
  create table resources (
    type text not null,
    id text not null,
    fhir_patient text,
    json text not null,
    primary key (type, id)
  ) strict, without rowid;
  create index by_patient on resources (fhir_patient, type);
  create table complete (at text not null) strict;
`;

export interface NameQuery {
  readonly surname: string;
  readonly forename: string;
}

/** The board's register in one file on disk: nobody is held in memory. */
export class RegisterStore {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(path: string) {
    this.#db = new DatabaseSync(path);
    this.#db.exec('pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -16000;');
  }

  /** True when a load once came to its end; anything else is begun again. */
  get isLoaded(): boolean {
    const found = this.#db.prepare("select 1 from sqlite_schema where name = 'complete'").get();
    return found !== undefined && this.#one('select at from complete') !== undefined;
  }

  load(fill: (store: RegisterStore) => void): void {
    this.#db.exec(SCHEMA);
    this.#db.exec('begin');
    fill(this);
    this.#db.exec("insert into complete values (datetime('now'))");
    this.#db.exec('commit');
  }

  addPatient(entry: RegisterEntry, number: number, fhirId: string): void {
    this.#run(
      'insert into patients values (?, ?, ?, ?, ?, ?, ?)',
      number,
      fhirId,
      entry.chi,
      nameKey(entry.surname),
      nameKey(entry.forenames[0] ?? ''),
      entry.birthDate,
      JSON.stringify(entry),
    );
  }

  /** The same patient, changed. */
  replacePatient(entry: RegisterEntry): void {
    this.#run(
      'update patients set surname_key = ?, forename_key = ?, birth_date = ?, entry = ? where chi = ?',
      nameKey(entry.surname),
      nameKey(entry.forenames[0] ?? ''),
      entry.birthDate,
      JSON.stringify(entry),
      entry.chi,
    );
  }

  removePatient(chi: string): void {
    this.#run('delete from patients where chi = ?', chi);
  }

  addResource(resource: Resource, fhirPatient: string | null): void {
    this.#run(
      'insert or ignore into resources values (?, ?, ?, ?)',
      resource.resourceType,
      resource.id,
      fhirPatient,
      JSON.stringify(resource),
    );
  }

  get size(): number {
    return Number(this.#one('select count(*) as n from patients')?.['n'] ?? 0);
  }

  byFhirId(id: string): RegisteredPatient | undefined {
    return patientOf(this.#one('select number, fhir_id, entry from patients where fhir_id = ?', id));
  }

  byChi(chi: string): RegisteredPatient | undefined {
    return patientOf(this.#one('select number, fhir_id, entry from patients where chi = ?', chi));
  }

  byName(query: NameQuery, limit: number): readonly RegisteredPatient[] {
    const [surname, forename] = [nameKey(query.surname), nameKey(query.forename)];
    return this.#patients(
      `select number, fhir_id, entry from patients
       where surname_key >= ? and surname_key < ? and forename_key >= ? and forename_key < ?
       order by surname_key, forename_key, birth_date limit ?`,
      surname,
      after(surname),
      forename,
      after(forename),
      limit,
    );
  }

  byBirthDate(birthDate: string, limit: number): readonly RegisteredPatient[] {
    return this.#patients(
      'select number, fhir_id, entry from patients where birth_date = ? order by surname_key limit ?',
      birthDate,
      limit,
    );
  }

  /** In order of number, from one on. */
  fromNumber(number: number, limit: number): readonly RegisteredPatient[] {
    return this.#patients(
      'select number, fhir_id, entry from patients where number >= ? order by number limit ?',
      number,
      limit,
    );
  }

  storedResources(fhirPatient: string, type: string): readonly Resource[] {
    const rows = this.#prepared(
      'select json from resources where fhir_patient = ? and type = ? order by id',
    ).all(fhirPatient, type);
    return rows.map((row) => JSON.parse(String(row['json'])) as Resource);
  }

  storedResource(type: string, id: string): Resource | undefined {
    const row = this.#one('select json from resources where type = ? and id = ?', type, id);
    return row === undefined ? undefined : (JSON.parse(String(row['json'])) as Resource);
  }

  close(): void {
    this.#db.close();
  }

  #patients(sql: string, ...values: readonly (number | string)[]): readonly RegisteredPatient[] {
    return this.#prepared(sql)
      .all(...values)
      .flatMap((row) => patientOf(row) ?? []);
  }

  #one(sql: string, ...values: readonly (number | string)[]): Row | undefined {
    return this.#prepared(sql).get(...values);
  }

  #run(sql: string, ...values: readonly (number | string | null)[]): void {
    this.#prepared(sql).run(...values);
  }

  #prepared(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) this.#statements.set(sql, (statement = this.#db.prepare(sql)));
    return statement;
  }
}

type Row = ReturnType<StatementSync['get']>;

function patientOf(row: Row): RegisteredPatient | undefined {
  if (row === undefined) return undefined;
  return {
    number: Number(row['number']),
    id: String(row['fhir_id']),
    entry: JSON.parse(String(row['entry'])) as RegisterEntry,
  };
}

/** Small letters without accents, apostrophes or spaces. */
function nameKey(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[^a-zA-Z]/g, (one) => (one === 'ł' || one === 'Ł' ? 'l' : ''))
    .toLowerCase();
}

const after = (key: string): string => `${key}\u{ffff}`;
