import { instantOf, londonTime } from '@solway/kernel';
import { COUNCIL_ITEMS, type CouncilItem, directionOf, type ItemType } from '@solway/record';
import type { Source, SourceAnswer, SourceRequest } from '../port.ts';
import { answerFor, SourceFailure } from '../source-failure.ts';
import { answerFromRows } from './answer.ts';
import { type MosaicCodes, STANDARD_CODES } from './codes.ts';
import { Database } from './database.ts';
import { QUERIES } from './queries.ts';
import { statementFor } from './query.ts';

export interface MosaicSourceOptions {
  readonly name: string;
  /** Of the reporting database; the account needs no more than to read. */
  readonly connectionString: string;
  /** Connections at most; 8 by default. One more is used to call queries off. */
  readonly connections?: number;
  /** The site's own codes, table by table, in place of the standard ones. */
  readonly codes?: Partial<MosaicCodes>;
  /** The server itself ends a statement after this long; 10,000 by default. */
  readonly statementTimeoutMs?: number;
  readonly nowMs?: () => number;
}

/** No answer reads more rows than this, whatever the limit asked for. */
const MOST_ROWS = 1_000;

/** The council's Mosaic reporting database, asked by Mosaic person id. */
export function createMosaicSource(options: MosaicSourceOptions): Source {
  return new MosaicSource(options);
}

class MosaicSource implements Source {
  readonly name: string;
  readonly items: ReadonlySet<ItemType> = new Set<ItemType>(COUNCIL_ITEMS);
  readonly #database: Database;
  readonly #codes: MosaicCodes;
  readonly #nowMs: () => number;
  readonly #statements: ReadonlyMap<ItemType, string>;

  constructor(options: MosaicSourceOptions) {
    this.name = options.name;
    this.#database = new Database({
      name: options.name,
      connectionString: options.connectionString,
      connections: options.connections ?? 8,
      statementTimeoutMs: options.statementTimeoutMs ?? 10_000,
    });
    this.#codes = { ...STANDARD_CODES, ...options.codes };
    this.#nowMs = options.nowMs ?? Date.now;
    this.#statements = new Map(COUNCIL_ITEMS.map((item) => [item, statementFor(QUERIES[item])]));
  }

  async fetch<Item extends ItemType>(item: Item, request: SourceRequest): Promise<SourceAnswer<Item>> {
    try {
      return (await this.#answer(item, request)) as SourceAnswer<Item>;
    } catch (error) {
      return answerFor(error, request.signal);
    }
  }

  async isReachable(signal: AbortSignal): Promise<boolean> {
    try {
      await this.#database.rows({ name: 'solway-reachable', text: 'select 1', values: [] }, signal);
      return true;
    } catch {
      return false;
    }
  }

  async close(): Promise<void> {
    await this.#database.close();
  }

  async #answer(item: ItemType, request: SourceRequest): Promise<SourceAnswer> {
    if (!isCouncilItem(item))
      throw new SourceFailure('source-error', `${item} is not an item of this source`);
    // A bigint of at most 18 digits: what is none was never a Mosaic id.
    if (!/^(0|[1-9][0-9]{0,17})$/.test(request.personId))
      throw new SourceFailure('source-error', 'the identifier is not one that can be asked for');
    const { date: today } = londonTime(instantOf(this.#nowMs()));
    const limit = Math.min(Math.max(0, request.limit), MOST_ROWS);
    const rows = await this.#database.rows(
      {
        name: `solway-${item}`,
        text: this.#statements.get(item) ?? '',
        values: [request.personId, today, limit + 1],
      },
      request.signal,
    );
    return answerFromRows(item, rows, { personId: request.personId, limit, today, codes: this.#codes });
  }
}

function isCouncilItem(item: ItemType): item is CouncilItem {
  return directionOf(item) === 'council-to-health';
}
