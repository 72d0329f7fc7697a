import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IsoDate } from '@solway/kernel';
import { KNOWN_SYSTEMS } from '../src/fhir/codes.ts';
import { mapDeceased, mapDemographics, mapGpPractice } from '../src/fhir/map-person.ts';
import type { FhirContext } from '../src/fhir/resource-reader.ts';
import { SEARCHES } from '../src/fhir/searches.ts';
import type { Mapped } from '../src/mapping/outcome.ts';
import { answerFromRows } from '../src/mosaic/answer.ts';
import { STANDARD_CODES } from '../src/mosaic/codes.ts';
import { QUERIES } from '../src/mosaic/queries.ts';
import { SourceFailure } from '../src/source-failure.ts';
import { NOW, patient, recordsOf } from './support/health-records.ts';

const FHIR: FhirContext = {
  patientId: 'p1',
  baseUrl: 'http://fhir.example/fhir',
  nowMs: NOW,
  knownSystems: KNOWN_SYSTEMS,
  resolve: (reference) => recordsOf('p1').find((one) => `${one.resourceType}/${one.id}` === reference),
};
const seed = 7;

/** A sound record in which any one part is replaced by anything at all. */
function damaged(record: object): fc.Arbitrary<unknown> {
  const paths = pathsOf(record);
  return fc
    .tuple(
      fc.constantFrom(...paths),
      fc.oneof(fc.jsonValue(), fc.constantFrom(null, '', '0202-01-01', '<b>', 'x'.repeat(30_000))),
    )
    .map(([path, value]) => replaced(record, path, value));
}

function pathsOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...path, key]))];
}

function replaced(value: unknown, [step, ...rest]: readonly string[], by: unknown): unknown {
  if (step === undefined) return by;
  const copy: Record<string, unknown> = Array.isArray(value)
    ? ([...(value as unknown[])] as never)
    : { ...(value as object) };
  copy[step] = replaced(copy[step], rest, by);
  return copy;
}

/** What is wrong with an outcome, in words; nothing for a sound one. */
function faultsOf(mapped: Mapped): readonly string[] {
  if (mapped.outcome === 'not-of-this-item') return [];
  const shown = mapped.outcome === 'entry';
  const faults = mapped.setAside
    .filter((one) => one.entryShown !== shown)
    .map((one) => `${one.detail}: shown?`);
  if (mapped.outcome === 'entry')
    eachPart(mapped.entry.content, (key, value) => {
      if (value === null || value === undefined || JSON.stringify(value).includes('[object'))
        faults.push(`${key}: nothing`);
      if (DATES.has(key) && !/^"(18[5-9]|19|20|21)[0-9]+-[0-9]{2}-[0-9]{2}/.test(JSON.stringify(value)))
        faults.push(`${key}: ${JSON.stringify(value)}`);
    });
  return faults;
}

const DATES = new Set(['since', 'start', 'end', 'date', 'recorded', 'onset', 'started', 'birthDate']);

function eachPart(content: object, see: (key: string, value: unknown) => void): void {
  for (const [key, value] of Object.entries(content) as [string, unknown][])
    if (typeof value === 'object' && value !== null) eachPart(value, see);
    else see(key, value);
}

describe('every mapping has an answer for anything', () => {
  const records = [patient('p1', '1904851231', { deceasedBoolean: true }), ...recordsOf('p1')];

  test.each(Object.entries(SEARCHES))('FHIR %s, with any part of a record replaced', (_item, search) => {
    const record = records.find(
      (one) => one.resourceType === search.resourceType && search.map(one, FHIR).outcome === 'entry',
    );
    if (record === undefined) throw new Error('no sound record to damage');
    fc.assert(
      fc.property(damaged(record), (one) => {
        expect(faultsOf(search.map(one, FHIR))).toEqual([]);
      }),
      { numRuns: 150, seed },
    );
  });

  test.each([
    ['demographics', mapDemographics],
    ['deceased', mapDeceased],
    ['gp-practice', mapGpPractice],
  ])('FHIR %s, with any part of the Patient replaced', (_item, map) => {
    fc.assert(
      fc.property(damaged(records[0] ?? {}), (one) => {
        expect(faultsOf(map(one, FHIR))).toEqual([]);
      }),
      { numRuns: 150, seed },
    );
  });

  test.each(Object.keys(QUERIES) as (keyof typeof QUERIES)[])(
    'Mosaic %s, with anything in any column',
    (item) => {
      const columns = [...QUERIES[item].rows.matchAll(/\b[a-z_]+\b/g)].map(([word]) => word);
      const cell = fc.oneof(
        fc.constantFrom(
          null,
          '',
          'Y',
          'N',
          't',
          '1',
          '1904-01-01',
          '0202-01-01',
          'infinity',
          '[[1,"08:00",1]]',
          '[[9]]',
          'CURRENT',
        ),
        fc.string(),
      );
      const row = fc.dictionary(fc.constantFrom(...columns), cell, { maxKeys: 12 }).map((cells) => ({
        ...cells,
        asked_person: '1',
        person_id: '1',
        record_id: cells['record_id'] ?? 'r/1',
        is_row: 't',
      }));
      const asked = { personId: '1', limit: 20, today: '2026-11-20' as IsoDate, codes: STANDARD_CODES };
      fc.assert(
        fc.property(fc.array(row, { maxLength: 5 }), fc.constantFrom('t', 'f', null), (rows, watermarked) => {
          const whole = rows.map((one) => ({
            ...one,
            watermarked,
            as_of: '2026-11-20 06:00:00+00',
            person_restricted: 'N',
          }));
          try {
            const answer = answerFromRows(item, whole, asked);
            const twice = answer.setAside.filter((one) => one.code === 'duplicate-record').length;
            const whollySetAside = answer.setAside.filter((one) => !one.entryShown).length - twice;
            const leftOut = item === 'worker-and-team' ? rows.length : 0;
            expect(answer.entries.length + whollySetAside + twice + leftOut).toBeGreaterThanOrEqual(
              rows.length,
            );
          } catch (error) {
            expect(error).toBeInstanceOf(SourceFailure);
            expect(rows.length === 0 || watermarked !== 't').toBe(true);
          }
        }),
        { numRuns: 100, seed },
      );
    },
  );

  test('a Mosaic row about another person is never shown', () => {
    const row = {
      asked_person: '1',
      person_restricted: 'N',
      watermarked: 't',
      as_of: '2026-11-20 06:00:00+00',
      is_row: 't',
      record_id: 'alerts/1',
      person_id: '2',
      label: 'Dog',
      sealed: 'N',
      third_party: 'N',
    };
    const asked = { personId: '1', limit: 20, today: '2026-11-20' as IsoDate, codes: STANDARD_CODES };
    expect(answerFromRows('alerts-and-hazards', [row], asked)).toMatchObject({
      entries: [],
      setAside: [{ code: 'wrong-person', entryShown: false }],
    });
  });

  test.each([null, '', 'y', 'X'])('a seal of %s is not a no', (sealed) => {
    const row = {
      asked_person: '1',
      person_restricted: 'N',
      watermarked: 't',
      as_of: '2026-11-20 06:00:00+00',
      is_row: 't',
      record_id: 'alerts/1',
      person_id: '1',
      label: 'Dog',
      sealed,
      third_party: 'N',
    };
    const asked = { personId: '1', limit: 20, today: '2026-11-20' as IsoDate, codes: STANDARD_CODES };
    expect(answerFromRows('alerts-and-hazards', [row], asked).entries.map((one) => one.marks)).toEqual([
      ['sealed'],
    ]);
  });

  test.each([null, '', 'y', 'X', undefined])('a restricted flag of %s is not a no', (flag) => {
    const row = {
      asked_person: '1',
      person_restricted: flag,
      person_protected: 'f',
      watermarked: 't',
      as_of: '2026-11-20 06:00:00+00',
      is_row: null,
    };
    const asked = { personId: '1', limit: 20, today: '2026-11-20' as IsoDate, codes: STANDARD_CODES };
    expect(answerFromRows('equipment', [row], asked).personMarks).toEqual(['restricted-person']);
    const protectedRow = { ...row, person_restricted: 'N', person_protected: flag };
    expect(answerFromRows('equipment', [protectedRow], asked).personMarks).toEqual(['protected-identity']);
  });
});
