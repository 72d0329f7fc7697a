import type { Instant, IsoDate } from '@solway/kernel';
import type { ItemContents, ItemType, Mark, Team, Worker } from '@solway/record';
import { EntryReader } from '../mapping/entry-reader.ts';
import type { Mapped } from '../mapping/outcome.ts';
import { type Loose, withoutUndefined } from '../mapping/without-undefined.ts';
import type { MosaicCodes } from './codes.ts';

/** A row as the driver gave it: every column text, or null. */
export type MosaicRow = Readonly<Record<string, unknown>>;

interface MosaicContext {
  /** The person who was asked for. */
  readonly personId: string;
  /** Of the Scottish calendar. */
  readonly today: IsoDate;
  readonly codes: MosaicCodes;
}

export type MosaicMapping<Item extends ItemType> = (row: MosaicRow, context: MosaicContext) => Mapped<Item>;

type Body<Item extends ItemType> = (
  row: MosaicRow,
  read: RowReader<Item>,
  context: MosaicContext,
) => Mapped<Item>;

/** A mapping of one row to one item. What holds for all is seen to here: the row's id, and whose it is. */
export function mappingOf<Item extends ItemType>(item: Item, body: Body<Item>): MosaicMapping<Item> {
  return (row, context) => {
    const id = row['record_id'];
    const read = new RowReader(item, typeof id === 'string' ? id : `${item}/?`, row);
    if (typeof id !== 'string' || id === '') return read.refused('malformed-record', 'is a row with no id');
    const whose = row['person_id'];
    if (whose === null || whose === undefined)
      return read.refused('required-value-missing', 'does not say whose it is');
    if (whose !== context.personId) return read.refused('wrong-person', 'is about another person');
    return body(row, read, context);
  };
}

/** Reads the kinds of column that Mosaic's tables share. */
export class RowReader<Item extends ItemType> extends EntryReader<Item> {
  readonly #row: MosaicRow;

  constructor(item: Item, recordId: string, row: MosaicRow) {
    super(item, recordId);
    this.#row = row;
  }

  /** What the row says in words, else what its code means here. A code nobody knows is counted either way. */
  wordsOf(words: string, table: ReadonlyMap<string, string>, codeColumn: string): string | undefined {
    const said = this.text(this.#row[words], words);
    const meant =
      table.size === 0 && said !== undefined
        ? undefined
        : this.code(table, this.#row[codeColumn], codeColumn);
    return said ?? meant ?? (this.#row[codeColumn] == null ? undefined : this.wordless(words));
  }

  /** Y or N. Undefined where the column is null; anything else is unreadable. */
  flag(column: string): boolean | undefined {
    const value = this.#row[column];
    if (value === null || value === undefined) return undefined;
    if (value === 'Y') return true;
    return value === 'N' ? false : this.unreadable(column, 'is neither Y nor N');
  }

  /** The worker whose columns begin with `prefix`; undefined where the row names none. */
  worker(prefix: string): Worker | undefined {
    const name = [this.#row[`${prefix}_first_names`], this.#row[`${prefix}_last_names`]]
      .map((part) => this.text(part, `${prefix} name`))
      .filter((part) => part !== undefined)
      .join(' ');
    if (name === '') return undefined;
    return withoutUndefined<Worker>({
      name,
      role: this.text(this.#row[`${prefix}_job_title`], `${prefix} role`),
      phone: this.text(this.#row[`${prefix}_telephone`], `${prefix} telephone`),
    });
  }

  team(): Team | undefined {
    const name = this.text(this.#row['team_name'], 'team');
    if (name === undefined) return undefined;
    return withoutUndefined<Team>({
      name,
      office: this.text(this.#row['team_office'], 'office'),
      phone: this.text(this.#row['team_telephone'], 'telephone'),
      outOfHoursPhone: this.text(this.#row['team_out_of_hours'], 'out-of-hours telephone'),
    });
  }

  dateIn(column: string): IsoDate | undefined {
    return this.date(this.#row[column], column);
  }

  /** The entry, with the row's own marks. Only a plain N says that a mark is absent. */
  shown(content: Loose<ItemContents[Item]>, recordedAt?: Instant): Mapped<Item> {
    const marks: Mark[] = [];
    if (this.#barredBy('sealed')) marks.push('sealed');
    if (this.#barredBy('third_party')) marks.push('third-party');
    if (this.#barredBy('other_restricted')) marks.push('restricted-person');
    return this.entry(content, marks, recordedAt);
  }

  #barredBy(column: string): boolean {
    return Object.hasOwn(this.#row, column) && this.#row[column] !== 'N';
  }
}
