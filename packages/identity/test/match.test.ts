import {
  ChiRegister,
  chiCandidate,
  type CouncilCandidate,
  councilCandidate,
  FIRST_MODEL,
  matchPerson,
  score,
} from '@solway/identity';
import type { ChiNumber, IsoDate, MosaicPersonId } from '@solway/kernel';
import type { ChiPersonRow, CouncilPersonRow } from '@solway/store';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const chiRow = (over: Partial<ChiPersonRow> = {}): ChiPersonRow => ({
  chi: '1407451243' as ChiNumber,
  surname: 'Kerr',
  forenames: ['Jean', 'Margaret'],
  known_as: null,
  birth_surname: 'Maxwell',
  previous_surnames: [],
  mother_birth_surname: null,
  birth_date: '1945-07-14' as IsoDate,
  sex: 'female',
  death_date: null,
  address: '1 High Street, Dumfries',
  postcode: 'DG1 1AA',
  previous_postcodes: [],
  gp_practice: null,
  ...over,
});

const councilRow = (over: Partial<CouncilPersonRow> = {}): CouncilPersonRow => ({
  person_id: '10' as MosaicPersonId,
  title: 'Mrs',
  forenames: 'Jean',
  surname: 'Kerr',
  known_as: null,
  previous_surnames: [],
  birth_date: '1945-07-14' as IsoDate,
  sex: 'female',
  addresses: [{ address: '1 High Street', postcode: 'DG1 1AA', current: true }],
  telephones: [],
  context: 'adult',
  restricted: false,
  protection: false,
  chi_held: null,
  ...over,
});

// Enough other people that names have a frequency.
const others = Array.from({ length: 200 }, (_, i) =>
  chiRow({
    chi: String(2_000_000_000 + i) as ChiNumber,
    surname: ['Smith', 'Brown', 'Wilson', 'Bell', 'Irving'][i % 5]!,
    birth_surname: null,
    forenames: [['Ann', 'Iain', 'Moira', 'Ewan'][i % 4]!],
    birth_date: `19${String(30 + (i % 60)).padStart(2, '0')}-0${(i % 9) + 1}-1${i % 9}` as IsoDate,
    sex: i % 2 === 0 ? 'female' : 'male',
    postcode: `DG${(i % 14) + 1} ${i % 9}AB`,
  }),
);
const register = (...rows: ChiPersonRow[]): ChiRegister =>
  new ChiRegister([...others, ...rows].map(chiCandidate));
const match = (council: Partial<CouncilPersonRow>, ...rows: ChiPersonRow[]) =>
  matchPerson(FIRST_MODEL, register(...rows), councilCandidate(councilRow(council)));

describe('a council record', () => {
  it('links to the person it agrees with, and says what each field added', () => {
    const result = match({}, chiRow());
    expect(result).toMatchObject({ outcome: 'link', best: { person: { chi: '1407451243' } } });
    if (result.outcome !== 'link') return;
    expect(result.best.score.fields.map((field) => field.field)).toEqual([
      'prior',
      'surname',
      'forename',
      'birthDate',
      'sex',
      'postcode',
    ]);
    const sum = result.best.score.fields.reduce((total, field) => total + field.weight, 0);
    expect(result.best.score.matchWeight).toBeCloseTo(sum, 9);
  });

  it.each([
    ['a birth surname', { surname: 'Maxwell' }],
    ['Mac for Mc', { surname: 'MCKERR' }, { surname: 'Mac Kerr' }],
    ['an accent', { forenames: 'Zoë' }, { forenames: ['Zoe'] }],
    ['names the wrong way round', { forenames: 'Kerr', surname: 'Jean' }],
    [
      'day and month the wrong way round',
      { birth_date: '1945-06-05' as IsoDate },
      { birth_date: '1945-05-06' as IsoDate },
    ],
    ['a digit wrong in the date', { birth_date: '1945-07-15' as IsoDate }],
    ['no sex recorded', { sex: null }],
    [
      'a former address',
      { addresses: [{ address: null, postcode: 'dg28ab', current: false }] },
      { previous_postcodes: ['DG2 8AB'] },
    ],
  ] as [string, Partial<CouncilPersonRow>, Partial<ChiPersonRow>?][])(
    'links in spite of %s',
    (_, council, chi) => {
      expect(match(council, chiRow(chi))).toMatchObject({
        outcome: 'link',
        best: { person: { chi: '1407451243' } },
      });
    },
  );

  it('never links a twin to the other twin', () => {
    const twin = chiRow({ chi: '1407451999' as ChiNumber, forenames: ['Catriona'] });
    expect(match({ forenames: 'Jean' }, twin).outcome).not.toBe('link');
    expect(match({ forenames: 'Jean' }, chiRow(), twin)).toMatchObject({
      best: { person: { chi: '1407451243' } },
    });
  });

  it('goes to a person when two candidates are too close to tell', () => {
    const double = chiRow({ chi: '1407459999' as ChiNumber });
    expect(match({}, chiRow(), double)).toMatchObject({ outcome: 'review', because: 'runner-up-too-close' });
  });

  it.each([{ restricted: true }, { protection: true }])(
    'goes to a person, however sure the score, when %o',
    (over) => {
      expect(match(over, chiRow())).toMatchObject({ outcome: 'review', because: 'needs-human' });
    },
  );

  it('finds nobody rather than a stranger with the same name', () => {
    expect(match({ birth_date: '1988-02-03' as IsoDate, addresses: [] }, chiRow()).outcome).toBe('none');
  });

  it('uses a CHI number that lost its leading zero to a spreadsheet', () => {
    const row = chiRow({ chi: '0101011237' as ChiNumber, birth_date: '2001-01-01' as IsoDate });
    expect(match({ chi_held: '101011237', birth_date: null, addresses: [] }, row)).toMatchObject({
      outcome: 'link',
    });
  });
});

describe('the score', () => {
  const left = (): CouncilCandidate => councilCandidate(councilRow());

  it("does not depend on the order of a person's names and postcodes", () => {
    const frequency = register(chiRow());
    const names = fc.uniqueArray(fc.constantFrom('smith', 'kerr', 'bell', 'irving', 'maxwell'), {
      minLength: 1,
    });
    const postcodes = fc.uniqueArray(fc.constantFrom('DG11AA', 'DG12BB', 'DG28AB'));
    fc.assert(
      fc.property(names, names, postcodes, postcodes, (a, b, p, q) => {
        const one = (flip: boolean): number => {
          const order = <T>(list: readonly T[]): readonly T[] => (flip ? [...list].reverse() : list);
          const council = { ...left(), surnames: order(a), postcodes: order(p) };
          const chi = { ...chiCandidate(chiRow()), surnames: order(b), postcodes: order(q) };
          return score(FIRST_MODEL, frequency, council, chi).matchWeight;
        };
        expect(one(true)).toBe(one(false));
      }),
    );
  });

  it('is never raised by a disagreement', () => {
    const frequency = register(chiRow());
    const full = score(FIRST_MODEL, frequency, left(), chiCandidate(chiRow())).matchWeight;
    const worse: Partial<CouncilPersonRow>[] = [
      { surname: 'Zuckermann' },
      { forenames: 'Wilhelmina' },
      { birth_date: '1911-01-09' as IsoDate },
      { sex: 'male' },
      { addresses: [{ address: null, postcode: 'EH1 1AA', current: true }] },
    ];
    for (const over of worse) {
      const less = score(
        FIRST_MODEL,
        frequency,
        councilCandidate(councilRow(over)),
        chiCandidate(chiRow()),
      ).matchWeight;
      expect(less).toBeLessThan(full);
    }
  });
});
