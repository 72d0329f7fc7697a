import { instantOf, londonTime, readInstant } from '@solway/kernel';
import QueryStream from 'pg-query-stream';
import { Database } from '../mosaic/database.ts';
import type { MosaicRow } from '../mosaic/row-reader.ts';
import type { CouncilPerson, PopulationSource, RejectedRow } from '../population.ts';
import { councilPersonFrom } from './council-person.ts';

export interface MosaicPopulationOptions {
  readonly name: string;
  readonly connectionString: string;
  /** Rows fetched from the server at a time; 1,000 by default. */
  readonly batchRows?: number;
  readonly nowMs?: () => number;
}

/** The most addresses, names or telephone numbers read of one person, the newest first. */
const MOST_OF_EACH = 20;

const PEOPLE = `select p.person_id, p.title, p.first_name, p.last_name, p.known_as, p.date_of_birth, p.gender,
  p.context_flag, p.restricted, p.nhs_id,
  exists (select 1 from protected_identities i where i.person_id = p.person_id) as protected_identity,
  exists (select 1 from registrations r where r.person_id = p.person_id
    and coalesce(r.end_date >= $1::date - interval '12 months', true)) as protection,
  (select json_agg(n.last_name) from (
    select last_name from dm_previous_names where person_id = p.person_id
    order by end_date desc nulls last, last_name limit ${MOST_OF_EACH}) n) as previous_surnames,
  (select json_agg(json_build_array(a.address, a.post_code, a.current)) from (
    select address, post_code, coalesce(end_date >= $1::date, true) as current from dm_addresses
    where person_id = p.person_id
    order by current desc, (is_display_address = 'Y') desc nulls last, start_date desc nulls last, address, post_code
    limit ${MOST_OF_EACH}) a) as addresses,
  (select json_agg(t.telephone_number) from (
    select telephone_number from dm_telephone_numbers where person_id = p.person_id
    order by telephone_number limit ${MOST_OF_EACH}) t) as telephones
from dm_persons p order by p.person_id`;

const WATERMARK = `select to_char(max(refreshed_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
from watermarks where table_name in
  ('dm_persons', 'dm_addresses', 'dm_previous_names', 'dm_telephone_numbers', 'registrations')`;

/** The people of a Mosaic reporting database, through a cursor: memory is a batch, whatever their number. */
export function createMosaicPopulation(options: MosaicPopulationOptions): PopulationSource {
  const database = new Database({
    name: `${options.name}-population`,
    connectionString: options.connectionString,
    connections: 2,
    // A cursor is held for as long as its reader takes.
    statementTimeoutMs: 0,
  });
  const batchSize = options.batchRows ?? 1_000;
  const nowMs = options.nowMs ?? Date.now;

  async function* rows(text: string, values: string[], signal: AbortSignal): AsyncGenerator<MosaicRow> {
    const client = await database.borrow(signal);
    const stream = client.query(new QueryStream(text, values, { batchSize, types: TEXT }));
    stream.on('error', () => undefined);
    // A cursor does not hear of its connection's end between two batches, and would wait for ever.
    const ended = Promise.withResolvers<never>();
    ended.promise.catch(() => undefined);
    const stop = (): void => ended.reject(new Error('ended by its caller'));
    const lost = (): void => ended.reject(new Error('the connection was lost'));
    signal.addEventListener('abort', stop, { once: true });
    client.once('end', lost);
    const iterator = (stream as AsyncIterable<MosaicRow>)[Symbol.asyncIterator]();
    let whole = false;
    try {
      for (;;) {
        const next = await Promise.race([iterator.next(), ended.promise]);
        if (next.done === true) break;
        yield next.value;
      }
      whole = true;
    } catch (error) {
      throw database.failureOf(error, signal);
    } finally {
      signal.removeEventListener('abort', stop);
      client.off('end', lost);
      // A cursor that was left in the middle takes its connection with it: nothing stays open on the server.
      client.release(!whole);
    }
  }

  return {
    async *readCouncilPeople(signal = NEVER): AsyncGenerator<CouncilPerson | RejectedRow> {
      const { date: today } = londonTime(instantOf(nowMs()));
      let line = 0;
      for await (const row of rows(PEOPLE, [today], signal)) yield councilPersonFrom(row, (line += 1));
    },
    async readWatermark(signal = NEVER) {
      for await (const row of rows(WATERMARK, [], signal))
        return typeof row['at'] === 'string' ? readInstant(row['at']) : undefined;
      return undefined;
    },
    close: () => database.close(),
  };
}

const NEVER = new AbortController().signal;
const TEXT = { getTypeParser: () => (value: string) => value };
