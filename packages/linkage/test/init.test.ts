import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { initialSettings, link } from '../src/index.ts';
import { people, type Person } from './people.ts';

type Row = Readonly<Record<string, unknown>>;

const rows = people(1600, 11);
const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const slashed = (iso: string | null): string => iso?.split('-').reverse().join('/') ?? '';
const worded = (iso: string | null): string => {
  const [year, month, day] = (iso ?? '').split('-');
  return year && months[Number(month) - 1] ? `${day}-${months[Number(month) - 1]}-${year}` : '';
};

/** What the proposed settings find unedited, against the entity of each record. */
async function found(shape: {
  left: (one: Person) => Row;
  right?: (one: Person) => Row;
}): Promise<{ kinds: string[]; precision: number; recall: number }> {
  const [first, second] = [rows.filter((_, i) => i % 2 === 0), rows.filter((_, i) => i % 2 === 1)];
  const { left, right } = shape;
  const tables = right
    ? { left: first.slice(0, 600).map(left), right: second.slice(200).map(right) }
    : { left: rows.map(left) };
  const { settings } = await initialSettings(tables);
  await using result = await link({ ...tables, settings, date: '2026-01-01' });
  const links = await result.links();
  const entity = new Map(rows.map((one) => [String(numberOf(one)), one.entity]));
  const good = links.filter((one) => entity.get(one.leftId) === entity.get(one.rightId)).length;
  return {
    kinds: settings.comparisons.map((one) => one.kind),
    precision: good / links.length,
    recall: good / (right ? 400 : 800),
  };
}
const numberOf = (one: Person): number => Number(one.id.slice(1));

describe('link init, unedited', () => {
  it.each([
    [
      'titles with spaces and capitals, dates with the day first, and a column that only one table has',
      (one: Person): Row => ({
        'Client No': numberOf(one),
        'First Name': one.forename?.toUpperCase() ?? '',
        'Surname ': one.surname ?? '',
        'D.O.B.': slashed(one.dob),
        'Post Code': one.postcode?.replace(' ', '').toLowerCase() ?? '',
        Worker: 'Duty',
      }),
      (one: Person): Row => ({
        ID: numberOf(one),
        SURNAME: one.surname,
        FORENAME: one.forename,
        DateOfBirth: one.dob,
        email: one.email,
        zip: one.postcode,
      }),
    ],
    [
      'whole names, and months in words',
      (one: Person): Row => ({
        pid: numberOf(one),
        'Patient Name': `${one.surname ?? ''}, ${one.forename ?? ''}`,
        'birth date': worded(one.dob),
        postcode: one.postcode,
      }),
      (one: Person): Row => ({
        id: numberOf(one),
        name: `Mrs ${one.forename ?? ''} ${one.surname ?? ''}`,
        dob: one.dob,
        'postal code': one.postcode,
      }),
    ],
    [
      'dates that are dates, and ids that are numbers',
      (one: Person): Row => ({
        id: numberOf(one),
        fname: one.forename,
        lname: one.surname,
        dob: one.dob && !Number.isNaN(Date.parse(one.dob)) ? new Date(one.dob) : null,
        pc: one.postcode,
      }),
      undefined,
    ],
    [
      'a forename in a column that is only called "name"',
      (one: Person): Row => ({
        id: numberOf(one),
        name: one.forename,
        surname: one.surname,
        dob: one.dob,
        postcode: one.postcode,
      }),
      undefined,
    ],
  ])('links people by %s', async (_, left, right) => {
    const { kinds, precision, recall } = await found(right ? { left, right } : { left });
    expect(kinds).toEqual(expect.arrayContaining(['forename', 'surname', 'date', 'postcode']));
    expect(precision).toBeGreaterThan(0.98);
    expect(recall).toBeGreaterThan(0.8);
  });

  it('reads a column of lists as one, whatever it is called', async () => {
    const left = rows.map(({ id, forename, surname, previous, dob, postcode }) => ({ id, first_name: forename, last_names: [surname, null, previous], dob, postcode })); // prettier-ignore
    const { settings } = await initialSettings({ left });
    expect(settings.comparisons.map((one) => one.kind)).toEqual(['forename', 'anyName', 'date', 'postcode']);
    await using result = await link({ left, settings, date: '2026-01-01' });
    expect((await result.links()).length).toBeGreaterThan(500);
  });

  it('finds nothing where no record stands twice, and says that it could not learn', async () => {
    const left = rows
      .filter((_, i) => i % 2 === 0)
      .map((one, i) => ({ id: one.id, first_name: `${one.forename}${i}`, last_name: `${i}${one.surname}`, dob: one.dob, postcode: one.postcode })); // prettier-ignore
    const { settings } = await initialSettings({ left });
    await using result = await link({ left, settings, date: '2026-01-01' });
    expect(await result.links()).toEqual([]);
  });

  it('finds every copy where every record stands twice', async () => {
    const left = rows
      .filter((_, i) => i % 2 === 0)
      .flatMap((one) => [one, { ...one, id: `${one.id}-copy` }])
      .map(({ id, forename, surname, dob, postcode }) => ({ id, forename, surname, dob, postcode }));
    const { settings } = await initialSettings({ left });
    await using result = await link({ left, settings, date: '2026-01-01' });
    const links = await result.links();
    const copies = links.filter((one) => `${one.leftId}-copy` === one.rightId);
    expect([copies.length, links.length]).toEqual([left.length / 2, left.length / 2]);
  });
});

describe('link init refuses with a code and a reason', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'linkage-init-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const file = async (text: string): Promise<string> => {
    const path = join(folder, `${Math.abs(text.length)}-${text.charCodeAt(0)}.csv`);
    await writeFile(path, text);
    return path;
  };
  const many = (row: (i: number) => string): string =>
    Array.from({ length: 40_000 }, (_, i) => row(i)).join('');

  it('rows with more cells than the header, near the beginning', async () => {
    const left = await file('id,first_name,last_name,dob\n1,Ann,Ross\n2,Bob,Reid,1950-01-01,more,more\n');
    await expect(initialSettings({ left })).rejects.toMatchObject({ code: 'TABLE_UNREADABLE', place: left });
  });

  it('rows with more cells than the header, far from the beginning', async () => {
    const left = await file(
      `id,first_name,last_name,dob\n${many((i) => `${i},Ann${i},Ross,1950-01-01${i === 39_000 ? ',x' : ''}\n`)}`,
    );
    await expect(initialSettings({ left })).rejects.toMatchObject({
      code: 'TABLE_UNREADABLE',
      message: expect.stringContaining('Line: 39002') as string,
    });
  });

  it('columns that hold one value on every row', async () => {
    const left = rows.map(({ id }) => ({ id, forename: 'Jean', surname: 'Ross' }));
    await expect(initialSettings({ left })).rejects.toMatchObject({
      code: 'PROFILE_NO_COLUMNS',
      message: expect.stringContaining('("forename", "surname" hold one value only)') as string,
    });
  });

  it('an id that is not on every row', async () => {
    const left = rows.map(({ id, forename }, i) => ({ id: i % 9 === 0 ? null : id, forename }));
    await expect(initialSettings({ left })).rejects.toMatchObject({
      code: 'ID_MISSING',
      message: expect.stringContaining('"id" is filled on 1422 of 1600 rows') as string,
    });
  });

  it('a table of no people, in which nothing brings two rows together', async () => {
    const left = rows.map(({ id }, i) => ({ id, x: i / 7, y: i * i }));
    await expect(initialSettings({ left })).rejects.toMatchObject({ code: 'PROFILE_NO_COLUMNS' });
  });
});
