import { type Instant, type IsoDate, readInstant } from '@solway/kernel';
import type { CouncilItem } from '@solway/record';
import { Gathering } from '../mapping/gather.ts';
import type { SourceAnswer } from '../port.ts';
import { SourceFailure } from '../source-failure.ts';
import type { MosaicCodes } from './codes.ts';
import { QUERIES } from './queries.ts';
import type { MosaicRow } from './row-reader.ts';

export interface Asked {
  readonly personId: string;
  readonly limit: number;
  readonly today: IsoDate;
  readonly codes: MosaicCodes;
}

/**
 * The answer that the rows of an item's statement amount to. Pure.
 * @throws {SourceFailure} `person-not-found`; `source-error` where nobody can say whose the rows are, how old they
 * are, or whether the person is restricted.
 */
export function answerFromRows<Item extends CouncilItem>(
  item: Item,
  rows: readonly MosaicRow[],
  asked: Asked,
): Extract<SourceAnswer<Item>, { state: 'answered' }> {
  const [first] = rows;
  if (first === undefined) throw new SourceFailure('person-not-found', 'nobody has this identifier');
  if (rows.some((row) => row['asked_person'] !== asked.personId))
    throw new SourceFailure('source-error', 'the answer is about another person');
  const asOf = oldestOf(rows);
  const gathering = new Gathering(item, asked.limit);
  const context = { personId: asked.personId, today: asked.today, codes: asked.codes };
  for (const row of rows) if (row['is_row'] !== null) gathering.add(QUERIES[item].map(row, context));
  if (rows.length > asked.limit) gathering.truncated = true;
  const { entries, setAside, unknownCodes, truncated } = gathering;
  return {
    state: 'answered',
    entries,
    setAside,
    unknownCodes,
    truncated,
    freshness: { kind: 'copy', asOf },
    // Only a plain no says that a person is not.
    personMarks: [
      ...(rows.every((row) => row['person_protected'] === 'f') ? [] : (['protected-identity'] as const)),
      ...(rows.every((row) => row['person_restricted'] === 'N') ? [] : (['restricted-person'] as const)),
    ],
  };
}

function oldestOf([first]: readonly MosaicRow[]): Instant {
  const text = first?.['as_of'];
  if (first?.['watermarked'] !== 't' || typeof text !== 'string')
    throw new SourceFailure(
      'source-error',
      'a table has no watermark, so nobody knows how old the answer is',
    );
  // PostgreSQL writes `2026-11-23 06:00:00.5+00`.
  const asOf = readInstant(text.replace(' ', 'T').replace(/([+-][0-9]{2})$/, '$1:00'));
  if (asOf === undefined) throw new SourceFailure('source-error', 'a watermark is not a moment');
  return asOf;
}
