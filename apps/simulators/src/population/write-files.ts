import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  COUNCIL_COLUMNS,
  councilCells,
  REGISTER_COLUMNS,
  registerCells,
  TRUTH_COLUMNS,
  truthCells,
} from './columns.ts';
import type { CouncilEntry } from './council-record.ts';
import { CsvFile } from './csv-file.ts';
import { toParquet } from './parquet.ts';
import { population, type PopulationOptions } from './population.ts';
import type { RegisterEntry } from './register.ts';
import { makeStaff, STAFF_COLUMNS, staffCells } from './staff.ts';

export interface WrittenPopulation {
  readonly registerRows: number;
  readonly councilRows: number;
  readonly files: readonly string[];
}

/** Rows leave in the order of their own numbers within blocks of this many, so that position tells nothing. */
const BLOCK_ROWS = 8192;

/** Writes `chi`, `council`, `truth` and `staff` into a folder, as CSV or as Parquet. Memory is bounded by a block. */
export async function writePopulation(
  options: PopulationOptions & { readonly folder: string; readonly format: 'csv' | 'parquet' },
): Promise<WrittenPopulation> {
  mkdirSync(options.folder, { recursive: true });
  const path = (name: string): string => join(options.folder, `${name}.csv`);
  const register = new Block<RegisterEntry>(
    new CsvFile(path('chi'), REGISTER_COLUMNS),
    (one) => one.chi,
    registerCells,
  );
  const council = new Block<CouncilEntry>(
    new CsvFile(path('council'), COUNCIL_COLUMNS),
    (one) => one.record.personId,
    (one) => councilCells(one.record),
  );
  const truth = new Block<CouncilEntry>(
    new CsvFile(path('truth'), TRUTH_COLUMNS),
    (one) => one.record.personId,
    truthCells,
  );
  for (const views of population(options)) {
    for (const entry of views.register) register.add(entry);
    for (const entry of views.council) {
      council.add(entry);
      truth.add(entry);
    }
  }
  for (const block of [register, council, truth]) block.close();
  writeStaff(options.folder, options);
  const names = ['chi', 'council', 'truth', 'staff'];
  if (options.format === 'parquet') {
    await toParquet(names.map((name) => path(name)));
    for (const name of names) rmSync(path(name));
  }
  return {
    registerRows: register.rows,
    councilRows: council.rows,
    files: names.map((name) => join(options.folder, `${name}.${options.format}`)),
  };
}

export function writeStaff(folder: string, options: PopulationOptions): void {
  const file = new CsvFile(join(folder, 'staff.csv'), STAFF_COLUMNS);
  for (const one of makeStaff(options)) file.write(staffCells(one));
  file.close();
}

export class Block<Row> {
  rows = 0;
  readonly #file: CsvFile;
  readonly #key: (row: Row) => string;
  readonly #cells: (row: Row) => readonly string[];
  #pending: Row[] = [];

  constructor(file: CsvFile, key: (row: Row) => string, cells: (row: Row) => readonly string[]) {
    this.#file = file;
    this.#key = key;
    this.#cells = cells;
  }

  add(row: Row): void {
    this.rows += 1;
    this.#pending.push(row);
    if (this.#pending.length >= BLOCK_ROWS) this.#flush();
  }

  close(): void {
    this.#flush();
    this.#file.close();
  }

  #flush(): void {
    const keyed = this.#pending.map((row) => ({ row, key: this.#key(row) }));
    keyed.sort((a, b) => (a.key < b.key ? -1 : 1));
    for (const { row } of keyed) this.#file.write(this.#cells(row));
    this.#pending = [];
  }
}
