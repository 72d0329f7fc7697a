import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { matchCommand, matchFiles } from '@solway/identity';
import {
  chiFor,
  CHI_HEADER,
  COUNCIL_HEADER,
  csv,
  type OnChi,
  type OnCouncil,
  strangers,
} from './matching-people.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'solway-match-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const quiet = { memoryMb: 600, tell: (): void => undefined };
const jean: OnChi = {
  chi: chiFor('1945-07-14', 12, false),
  surname: 'Thorburn',
  forename_1: 'Margaret',
  forename_2: 'Jean',
  birth_surname: 'Maxwell',
  date_of_birth: '1945-07-14',
  sex: 'F',
  address: '1 High Street, Dumfries',
  postcode: 'DG1 1AA',
};
const onCouncil = (over: Partial<OnCouncil> = {}): OnCouncil => ({
  person_id: '10',
  forenames: 'Margaret',
  surname: 'Thorburn',
  date_of_birth: '1945-07-14',
  sex: 'F',
  address: '1 High Street',
  postcode: 'DG1 1AA',
  context_flag: 'A',
  restricted: 'N',
  ...over,
});

interface Outcome {
  readonly [column: string]: string;
}

function rowsOf(name: string): Outcome[] {
  const [header = '', ...lines] = readFileSync(join(folder, 'out', name), 'utf8')
    .trim()
    .split('\n');
  const names = header.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i], cell])));
}

async function matchText(council: string | Buffer, chi: string | Buffer) {
  writeFileSync(join(folder, 'council.csv'), council);
  writeFileSync(join(folder, 'chi.csv'), chi);
  const summary = await matchFiles({
    council: join(folder, 'council.csv'),
    chi: join(folder, 'chi.csv'),
    out: join(folder, 'out'),
    ...quiet,
  });
  return { summary, links: rowsOf('links.csv'), rejected: rowsOf('rejected.csv') };
}

const codesOf = (rejected: readonly Outcome[]): string[] =>
  rejected.map((one) => one['code']!).sort((a, b) => a.localeCompare(b));

const match = (council: readonly OnCouncil[], chi: readonly OnChi[] = [jean]) =>
  matchText(csv(COUNCIL_HEADER, council), csv(CHI_HEADER, [...strangers(300), ...chi]));
const outcomeOf = async (over: Partial<OnCouncil>, ...chi: OnChi[]): Promise<Outcome> =>
  (await match([onCouncil(over)], chi.length > 0 ? chi : [jean])).links[0]!;

describe('a council record matched from files', () => {
  it.each<[string, Partial<OnCouncil>]>([
    ['as it stands', {}],
    ['known by a short form', { forenames: 'Peggy' }],
    ['under her former name', { surname: 'Maxwell' }],
    ['with the names swapped', { forenames: 'Thorburn', surname: 'Margaret' }],
    ['with day and month swapped, another day', { forenames: 'Margaret Jean', date_of_birth: '1945-07-15' }],
    ['moved, without an address', { address: '', postcode: '' }],
    ['with a slip in the surname', { surname: 'Thorbrun' }],
    ['by the middle name first', { forenames: 'Jean Margaret' }],
    ['without a date of birth, at home', { date_of_birth: '' }],
  ])('links: %s', async (_, over) => {
    expect(await outcomeOf(over)).toMatchObject({ outcome: 'link', chi: jean.chi });
  });

  it('is not linked to her twin, whether or not the twin alone is on CHI', async () => {
    const twin = { ...jean, chi: chiFor('1945-07-14', 40, false), forename_1: 'Dorothy', forename_2: '' };
    expect((await outcomeOf({}, twin))['outcome']).not.toBe('link');
    expect(await outcomeOf({}, twin, jean)).toMatchObject({ outcome: 'link', chi: jean.chi });
  });

  it('is not linked to a father of the same name at the same address', async () => {
    const father = { ...jean, chi: chiFor('1919-02-03', 5, false), date_of_birth: '1919-02-03' };
    expect((await outcomeOf({}, father))['outcome']).not.toBe('link');
  });

  it('is decided by a person where it is restricted, and where two on CHI are alike', async () => {
    expect(await outcomeOf({ restricted: 'Y' })).toMatchObject({ outcome: 'review', reason: 'needs-human' });
    const again = { ...jean, chi: chiFor('1945-07-14', 60, false) };
    expect(await outcomeOf({}, jean, again)).toMatchObject({
      outcome: 'review',
      reason: 'runner-up-too-close',
    });
    expect(rowsOf('candidates.csv')).toHaveLength(2);
  });

  it('finds nobody where nobody is like this, and says so', async () => {
    const stranger = {
      forenames: 'Zebedee',
      surname: 'Quartermain',
      date_of_birth: '1901-01-31',
      postcode: 'AB10 1AB',
    };
    expect(await outcomeOf(stranger)).toMatchObject({ outcome: 'none', chi: '', reason: 'nobody-like-this' });
  });

  it('is told apart from a second record of the same person: both link, and both say so', async () => {
    const { links, summary } = await match([onCouncil(), onCouncil({ person_id: '11', forenames: 'Peggy' })]);
    expect(links.map((one) => one['reason'])).toEqual([
      'model duplicate-council-record',
      'model duplicate-council-record',
    ]);
    expect(summary.sharedNumbers).toBe(1);
  });

  it('matches children by their mother’s surname, and a baby without a name', async () => {
    const born = '2026-08-01';
    const child = {
      ...jean,
      chi: chiFor(born, 7, true),
      sex: 'M',
      date_of_birth: born,
      surname: 'Nixon',
      mother_birth_surname: 'Thorburn',
      forename_1: 'Angus',
      forename_2: '',
    };
    const newborns = Array.from({ length: 8 }, (_, i) => ({
      ...strangers(9)[i]!,
      date_of_birth: '2026-11-01',
      chi: chiFor('2026-11-01', 11 * i, true),
    }));
    const baby = onCouncil({
      forenames: 'Baby of Margaret',
      surname: 'Nixon',
      date_of_birth: born,
      sex: 'M',
      context_flag: 'C',
    });
    const known = onCouncil({
      person_id: '11',
      forenames: 'Angus',
      surname: 'Thorburn',
      date_of_birth: born,
      sex: 'M',
      context_flag: 'C',
    });
    const { links, summary } = await match([baby, known], [child, ...newborns]);
    expect(links).toMatchObject([
      { outcome: 'link', chi: child.chi },
      { outcome: 'link', chi: child.chi },
    ]);
    expect(summary.children.people).toBe(2);
  });
});

describe('a bad file', () => {
  const council = csv(COUNCIL_HEADER, [onCouncil()]);
  const chi = csv(CHI_HEADER, [...strangers(50), jean]);

  it('with a byte-order mark, semicolons, capitals in the header or columns in another order is read', async () => {
    for (const text of [
      `\uFEFF${council}`,
      council.replaceAll(',', ';'),
      council.replace(COUNCIL_HEADER, COUNCIL_HEADER.toUpperCase()),
      csv('surname,extra,postcode,date_of_birth,forenames,person_id,address', [onCouncil()]),
    ]) {
      expect((await matchText(text, chi)).links).toMatchObject([{ outcome: 'link', chi: jean.chi }]);
    }
    const { summary } = await matchText(csv('surname,forenames,person_id,date_of_birth', [onCouncil()]), chi);
    expect(summary.inputs.council.missing).toContain('postcode');
  });

  it('in Windows-1252 or UTF-16 is converted, and that is said', async () => {
    const zoe = { ...jean, forename_1: 'Zoë', surname: 'D’Arcy' };
    const text = csv(COUNCIL_HEADER, [onCouncil({ forenames: 'Zoë', surname: 'D’Arcy' })]);
    const one252 = Buffer.from(text.replace('’', '\u0092'), 'latin1');
    const result = await matchText(one252, csv(CHI_HEADER, [...strangers(50), zoe]));
    expect(result.links).toMatchObject([{ outcome: 'link' }]);
    expect(result.summary.inputs.council.encoding).toBe('windows-1252');
    const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le');
    expect((await matchText(utf16, csv(CHI_HEADER, [...strangers(50), zoe]))).links).toMatchObject([
      { outcome: 'link' },
    ]);
  });

  it('loses its torn last line and its second header, and nothing else', async () => {
    const [header, ...lines] = csv(COUNCIL_HEADER, [onCouncil(), onCouncil({ person_id: '11' })]).split('\n');
    const torn = [header, lines[0], header, lines[1]!.slice(0, 20)].join('\n');
    const { links, rejected } = await matchText(torn, chi);
    expect(links.map((one) => one['person_id'])).toEqual(['10']);
    expect(codesOf(rejected)).toEqual(['header-repeated', 'row-torn']);
  });

  it('with numbers that a spreadsheet spoilt is put right where it can be, and told where not', async () => {
    const early = {
      ...jean,
      chi: chiFor('1945-07-04', 3, false),
      date_of_birth: '1945-07-04',
      forename_1: 'Wilma',
    };
    const rows = [
      { ...early, chi: early.chi.slice(1) },
      { ...jean, chi: `${jean.chi}00` },
      { ...strangers(1)[0]!, chi: '0101201233' },
      { ...strangers(3)[2]!, chi: chiFor('1960-05-05', 1, true), surname: 'One' },
      { ...strangers(3)[2]!, chi: chiFor('1960-05-05', 1, true), surname: 'Two' },
    ];
    const wilma = onCouncil({ forenames: 'Wilma', date_of_birth: '04/07/1945' });
    const { links, rejected, summary } = await matchText(
      csv(COUNCIL_HEADER, [wilma]),
      csv(CHI_HEADER, [...strangers(50), ...rows]),
    );
    expect(links).toMatchObject([{ outcome: 'link', chi: early.chi }]);
    expect(codesOf(rejected)).toEqual([
      'chi-check-digit-wrong',
      'chi-given-to-two',
      'chi-given-to-two',
      'chi-not-ten-digits',
    ]);
    expect(summary.inputs.chi.notes).toContainEqual({ code: 'leading-zero-restored', rows: 1 });
    expect(summary.inputs.council.notes).toContainEqual({ code: 'date-written-day-first', rows: 1 });
    const report = readFileSync(join(folder, 'out', 'report.html'), 'utf8');
    expect(report).toContain('a spreadsheet takes a zero from the front');
    expect(report).not.toContain('Wilma');
  });

  it('without a column that is needed, or without a row, is refused with a code', async () => {
    await expect(matchText('forenames,surname\nA,B\n', chi)).rejects.toMatchObject({
      code: 'match-column-missing',
    });
    await expect(matchText(`${COUNCIL_HEADER}\n`, chi)).rejects.toMatchObject({
      code: 'match-nothing-accepted',
    });
    let said = '';
    const streams = { stdout: { write: () => 0 }, stderr: { write: (text: string) => (said += text) } };
    expect(await matchCommand(['--council', 'nowhere.csv', '--chi', 'x', '--out', folder], streams)).toBe(1);
    expect(said).toContain('(match-file-unreadable)');
    expect(await matchCommand(['--council', 'x'], streams)).toBe(2);
  });
});
