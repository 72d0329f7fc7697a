import { dayOf, isoOf } from '../population/calendar.ts';
import type { CouncilRecord, CouncilTraits } from '../population/council-record.ts';
import { Random } from '../population/random.ts';
import type { Directory } from './directory.ts';
import type { Row, RowBatch, TableName } from './tables.ts';

/** One person's file as it is being filled: who they are, the day, the directory, and where the rows go. */
export class CaseFile {
  readonly record: CouncilRecord;
  readonly traits: CouncilTraits;
  readonly directory: Directory;
  readonly isOpen: boolean;
  readonly isChild: boolean;
  readonly age: number;
  readonly team: number;
  readonly worker: number | null;
  readonly #batch: RowBatch;
  readonly #seed: number;
  readonly #today: number;

  constructor(
    record: CouncilRecord,
    traits: CouncilTraits,
    setting: {
      readonly directory: Directory;
      readonly batch: RowBatch;
      readonly seed: number;
      readonly asOf: string;
    },
  ) {
    this.record = record;
    this.traits = traits;
    this.directory = setting.directory;
    this.#batch = setting.batch;
    this.#seed = setting.seed;
    this.#today = dayOf(setting.asOf);
    this.isChild = record.contextFlag === 'C';
    const born = record.dateOfBirth === '' ? undefined : dayOf(record.dateOfBirth);
    this.age = born === undefined ? 50 : (this.#today - born) / 365.25;
    const random = this.random('case');
    this.isOpen = opens(this.traits, this.age, random);
    this.team = random.pick(this.isChild ? this.directory.childTeams : this.directory.adultTeams);
    // One in twelve open cases waits for a worker.
    this.worker =
      random.chance(1 / 12) && traits.need === 'none'
        ? null
        : random.pick(this.directory.workersOf(this.team));
  }

  random(purpose: string, ...indices: readonly number[]): Random {
    return new Random(this.#seed, purpose, this.record.personId, ...indices);
  }

  /** `YYYY-MM-DD`; a negative number of days is still to come. */
  daysAgo(days: number): string {
    return isoOf(this.#today - days);
  }

  add<Table extends TableName>(table: Table, row: Row<Table>): void {
    this.#batch.add(table, { person_id: this.record.personId, ...row });
  }

  nextId(table: TableName): number {
    return this.#batch.nextId(table);
  }
}

/** About one record in five is open: everyone under protection, nearly all who are frail, a few of the rest. */
function opens(traits: CouncilTraits, age: number, random: Random): boolean {
  if (traits.deathDate !== undefined || traits.isSecondRecord) return false;
  if (traits.childProtection || traits.lookedAfter !== undefined || traits.unbornOnRegister) return true;
  if (traits.need !== 'none') return random.chance(0.94);
  return random.chance(age > 65 ? 0.14 : 0.09);
}
