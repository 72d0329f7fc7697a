import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { crossCheckChi, parseChi, readIsoDate } from '@solway/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CouncilEntry } from '../src/population/council-record.ts';
import { PopulationError } from '../src/population/population-error.ts';
import { population } from '../src/population/population.ts';
import type { RegisterEntry } from '../src/population/register.ts';
import { makeStaff } from '../src/population/staff.ts';
import { writePopulation } from '../src/population/write-files.ts';

const AS_OF = '2026-11-01';

function all(options: { people: number; seed: number; council?: number }): {
  register: RegisterEntry[];
  council: CouncilEntry[];
} {
  const register: RegisterEntry[] = [];
  const council: CouncilEntry[] = [];
  for (const views of population({ asOf: AS_OF, ...options })) {
    register.push(...views.register);
    council.push(...views.council);
  }
  return { register, council };
}

describe('a population of 40,000', () => {
  let register: RegisterEntry[];
  let council: CouncilEntry[];
  beforeAll(() => ({ register, council } = all({ people: 40_000, seed: 11 })));

  test('has exactly the people and the council records it was asked for', () => {
    expect(register).toHaveLength(40_000);
    expect(council).toHaveLength(24_000);
    expect(new Set(council.map((one) => one.record.personId)).size).toBe(24_000);
  });

  test('gives each person a valid CHI number of their own that agrees with their birth and sex', () => {
    expect(new Set(register.map((one) => one.chi)).size).toBe(register.length);
    const disagreeing = register.filter(({ chi, birthDate, sex }) => {
      const parsed = parseChi(chi);
      return crossCheckChi(parsed.chi, { birthDate, sex: sex === 'F' ? 'female' : 'male' }).length > 0;
    });
    expect(disagreeing).toEqual([]);
  });

  test('carries a few numbers that only the newer check rule accepts', () => {
    const newer = register.filter((one) => parseChi(one.chi).rule === 'modulus-10').length;
    expect(newer).toBeGreaterThan(5);
    expect(newer).toBeLessThan(200);
  });

  test('writes only dates of the calendar, none after the day it is true for', () => {
    const isWrong = (birth: string, death: string): boolean =>
      readIsoDate(birth) === undefined || birth > AS_OF || (death !== '' && (death < birth || death > AS_OF));
    expect(register.filter((one) => isWrong(one.birthDate, one.deathDate))).toEqual([]);
    const recorded = council.flatMap(({ record }) => (record.dateOfBirth === '' ? [] : [record.dateOfBirth]));
    expect(recorded.filter((date) => isWrong(date, ''))).toEqual([]);
  });

  const share = (kind: string, among: (one: CouncilEntry) => boolean = () => true): number => {
    const could = council.filter(among);
    return could.filter((one) => (one.truth.kinds as readonly string[]).includes(kind)).length / could.length;
  };
  // As published, written down apart from the code's own table: shares of all records.
  const published: readonly (readonly [string, number])[] = [
    ['moved-since', 0.2],
    ['moved-since-known', 0.1],
    ['no-address', 0.03],
    ['forename-typo', 0.04],
    ['forename-initial', 0.015],
    ['middle-name-first', 0.04],
    ['surname-typo', 0.035],
    ['unknown-surname', 0.03],
    ['names-swapped', 0.01],
    ['birth-date-missing', 0.02],
    ['birth-date-day-month-swapped', 0.015],
    ['birth-date-near', 0.015],
    ['birth-date-first-of-january', 0.008],
    ['sex-missing', 0.02],
    ['sex-wrong', 0.008],
    ['chi-held', 0.02],
    ['chi-held-zero-lost', 0.01],
    ['restricted', 0.005],
  ];
  test.each(published)('makes the mistake "%s" about as often as is published', (kind, rate) => {
    expect(share(kind)).toBeGreaterThan(rate * 0.8 - 0.001);
    expect(share(kind)).toBeLessThan(rate * 1.2 + 0.001);
  });

  test('makes the mistakes that only some can carry about as often among those', () => {
    const byChi = new Map(register.map((one) => [one.chi, one]));
    const person = (one: CouncilEntry): RegisterEntry | undefined => byChi.get(one.truth.chi ?? '');
    const changed = (one: CouncilEntry): boolean => (person(one)?.previousSurnames.length ?? 0) > 0;
    const mac = (one: CouncilEntry): boolean => /^Ma?c[A-Z]/.test(person(one)?.surname ?? '');
    const double = (one: CouncilEntry): boolean => (person(one)?.surname ?? '').includes('-');
    expect(Math.abs(share('former-surname', changed) - 0.12)).toBeLessThan(0.02);
    expect(Math.abs(share('mac-swapped', mac) - 0.15)).toBeLessThan(0.03);
    expect(Math.abs(share('hyphen-lost', double) - 0.3)).toBeLessThan(0.08);
  });

  test('writes children under another surname, and very young ones as "Baby", about as often as is published', () => {
    const child = (one: CouncilEntry): boolean => one.record.contextFlag === 'C';
    expect(share('child-other-surname', child)).toBeCloseTo(0.05, 1);
    const underSixMonths = (one: CouncilEntry): boolean => one.record.dateOfBirth > '2026-05-03';
    expect(share('baby', underSixMonths)).toBeGreaterThan(0.12);
    expect(share('baby', underSixMonths)).toBeLessThan(0.4);
  });

  test('leaves out of the register, and doubles, as many as were asked for, twins and namesakes among them', () => {
    expect(share('not-on-register')).toBeCloseTo(0.05, 2);
    expect(share('duplicate')).toBeCloseTo(0.03, 3);
    expect(share('protected-earlier-identity')).toBeGreaterThan(0);
    const missing = council
      .filter((one) => one.truth.kinds.includes('not-on-register'))
      .map((one) => one.record);
    const born = new Set(register.map((one) => `${one.birthDate}|${one.surname}|${one.postcode}`));
    const twins = missing.filter((one) => born.has(`${one.dateOfBirth}|${one.surname}|${one.postcode}`));
    expect(twins.length).toBeGreaterThan(0);
  });

  test('never says that a protected earlier identity is anyone on the register', () => {
    const earlier = council.filter((one) => one.truth.kinds.includes('protected-earlier-identity'));
    expect(earlier.every((one) => one.truth.chi === undefined)).toBe(true);
  });

  test('tells the truth only of people on the register', () => {
    const known = new Set(register.map((one) => one.chi));
    const claimed = council.flatMap((one) => one.truth.chi ?? []);
    expect(claimed.length).toBeGreaterThan(22_000);
    expect(claimed.every((chi) => known.has(chi))).toBe(true);
  });

  test('is shaped like a rural Scottish area: a quarter over 65, a sixth under 16, DG postcodes', () => {
    const age = (one: RegisterEntry): number => 2026 - Number(one.birthDate.slice(0, 4));
    const part = (fits: (one: RegisterEntry) => boolean): number =>
      register.filter(fits).length / register.length;
    expect(part((one) => age(one) >= 65)).toBeGreaterThan(0.2);
    expect(part((one) => age(one) >= 65)).toBeLessThan(0.3);
    expect(part((one) => age(one) < 16)).toBeGreaterThan(0.12);
    expect(part((one) => age(one) < 16)).toBeLessThan(0.2);
    expect(part((one) => one.deathDate !== '')).toBeGreaterThan(0.01);
    expect(register.every((one) => /^DG\d{1,2} \d[A-Z]{2}$/.test(one.postcode))).toBe(true);
  });

  test('has twins, namesakes, Mac and Mc, double names, Gaelic, Polish and South Asian names', () => {
    const seen = new Map<string, number>();
    for (const one of register) {
      const key = `${one.surname}|${one.birthDate}|${one.address}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    expect([...seen.values()].filter((count) => count > 1).length).toBeGreaterThan(20);
    const has = (pattern: RegExp): boolean => register.some((one) => pattern.test(one.surname));
    for (const pattern of [/^Mac[A-Z]/, /^Mc[A-Z]/, /^O'/, /-/, /òi|ò/, /(ski|ska)$/, /^Khan$/]) {
      expect(has(pattern)).toBe(true);
    }
    const commonest = register.filter((one) => one.surname === 'Smith').length / register.length;
    expect(commonest).toBeGreaterThan(0.005);
    expect(commonest).toBeLessThan(0.02);
  });

  test('has children under protection and looked after, and an unborn baby on its mother', () => {
    const traits = council.map((one) => one.traits);
    expect(traits.filter((one) => one.childProtection).length).toBeGreaterThan(3);
    expect(traits.filter((one) => one.lookedAfter !== undefined).length).toBeGreaterThan(10);
    expect(traits.filter((one) => one.unbornOnRegister).length).toBeGreaterThan(0);
  });
});

describe('the files', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'population-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const write = (name: string, seed: number, format: 'csv' | 'parquet' = 'csv'): Promise<unknown> =>
    writePopulation({ people: 600, seed, asOf: AS_OF, folder: join(folder, name), format });

  test('are the same to the byte for the same seed, and others for another', async () => {
    await write('a', 3);
    await write('b', 3);
    await write('c', 4);
    for (const name of ['chi.csv', 'council.csv', 'truth.csv', 'staff.csv']) {
      const bytes = readFileSync(join(folder, 'a', name));
      expect(bytes.equals(readFileSync(join(folder, 'b', name)))).toBe(true);
      expect(bytes.equals(readFileSync(join(folder, 'c', name)))).toBe(false);
    }
  });

  test('do not tell who is who by position', () => {
    const rows = (name: string): string[] =>
      readFileSync(join(folder, 'a', name), 'utf8')
        .trim()
        .split('\n')
        .slice(1);
    const truth = new Map(rows('truth.csv').map((line) => line.split(',') as [string, string]));
    const chis = rows('chi.csv').map((line) => line.split(',')[0]);
    const inPlace = rows('council.csv').filter((line, i) => truth.get(line.split(',')[0] ?? '') === chis[i]);
    expect(inPlace.length).toBeLessThan(10);
  });

  test('hold the same rows as Parquet, with nothing for an empty cell', async () => {
    await write('p', 3, 'parquet');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const parquet = join(folder, 'p', 'chi.parquet').replaceAll("'", "''");
    const result = await connection.runAndReadAll(
      `select count(*)::int as n, count(date_of_death)::int as dead, min(length(chi))::int as digits from '${parquet}'`,
    );
    const [row] = result.getRowObjects();
    expect(row).toMatchObject({ n: 600, digits: 10 });
    expect(Number(row?.['dead'])).toBeLessThan(100);
    connection.closeSync();
    instance.closeSync();
  });
});

test('a population too small, too large, or with more council records than people is refused with a code', () => {
  const make = (people: number, council?: number): unknown => {
    const options = { people, seed: 1, asOf: AS_OF, ...(council === undefined ? {} : { council }) };
    return [...population(options)];
  };
  for (const wrong of [() => make(99), () => make(6_000_001), () => make(100, 5000)]) {
    expect(wrong).toThrow(expect.objectContaining({ code: 'population-size' }) as Error);
    expect(wrong).toThrow(PopulationError);
  }
});

test('the smallest population has a child under protection and a looked-after child', () => {
  const { council } = all({ people: 300, seed: 2 });
  expect(council.some((one) => one.traits.childProtection)).toBe(true);
  expect(council.some((one) => one.traits.lookedAfter !== undefined)).toBe(true);
});

test('staff of both organisations hold every role of the demonstration agreement, and some have lapsed', () => {
  const staff = makeStaff({ seed: 1, asOf: AS_OF });
  const roles = (organisation: string): Set<string> =>
    new Set(staff.filter((one) => one.organisation === organisation).map((one) => one.role));
  for (const role of [
    'gp hospital-doctor ward-nurse community-nurse health-visitor school-nurse midwife paediatrician',
    'ed-clinician ahp health-admin home-team-member',
  ].flatMap((line) => line.split(' '))) {
    expect(roles('health')).toContain(role);
  }
  for (const role of [
    'social-worker mental-health-officer child-protection-worker occupational-therapist team-manager',
    'access-point-handler homecare-organiser home-team-member',
  ].flatMap((line) => line.split(' '))) {
    expect(roles('council')).toContain(role);
  }
  const lapsed = staff.filter((one) => one.trainingCompleted !== '' && one.trainingCompleted < '2025-11-01');
  expect(lapsed.length).toBeGreaterThan(2);
  expect(staff.some((one) => one.trainingCompleted === '')).toBe(true);
});
