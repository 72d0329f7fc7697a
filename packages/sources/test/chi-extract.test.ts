import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { type ChiPerson, readChiExtract, type RejectedRow } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'solway-chi-'));
let files = 0;

async function read(content: string | Uint8Array): Promise<(ChiPerson | RejectedRow)[]> {
  const path = join(folder, `${(files += 1)}.csv`);
  writeFileSync(path, content);
  const found: (ChiPerson | RejectedRow)[] = [];
  for await (const one of readChiExtract(path)) found.push(one);
  return found;
}

describe('a CHI extract', () => {
  afterAll(() => rmSync(folder, { recursive: true }));

  test('gives a person for each row, whatever the order of its columns, and lists as lists', async () => {
    const people = await read(
      `surname,chi,forename_1,forename_2,date_of_birth,sex,previous_surnames,previous_postcodes,address,colour
McTest,1904851231,Isla,Jean,1985-04-19,F,Former|Earlier,DG1 1AA|DG2 0AA,"1 Test Street, Dumfries",red
`,
    );
    expect(people).toEqual([
      {
        chi: '1904851231',
        surname: 'McTest',
        forenames: ['Isla', 'Jean'],
        birthDate: '1985-04-19',
        sex: 'female',
        previousSurnames: ['Former', 'Earlier'],
        previousPostcodes: ['DG1 1AA', 'DG2 0AA'],
        address: '1 Test Street, Dumfries',
      },
    ]);
  });

  test('says which columns are absent, and which it does not use', async () => {
    const path = join(folder, 'header.csv');
    writeFileSync(path, 'chi,surname,colour\n');
    let found: unknown;
    for await (const _ of readChiExtract(path, { onHeader: (header) => (found = header) }))
      expect.unreachable();
    expect(found).toMatchObject({
      ignored: ['colour'],
      absent: expect.arrayContaining(['sex', 'postcode']) as unknown,
    });
  });

  test('may begin with a byte-order mark and end its lines as Windows does', async () => {
    expect(await read('\uFEFFchi,surname\r\n0101011237,Test\r\n')).toMatchObject([
      { chi: '0101011237', surname: 'Test' },
    ]);
  });

  test.each([
    ['a torn last line', '19048512', { rejected: 'row-torn' }],
    ['a cell too many', '0101011237,Test,x', { rejected: 'wrong-number-of-cells' }],
    ['the header again', 'chi,surname', { rejected: 'header-repeated' }],
    ['no number', ',Test', { rejected: 'chi-missing' }],
    ['twelve digits', '010101123700,Test', { rejected: 'chi-not-ten-digits' }],
    ['a wrong check digit', '0101201233,Test', { rejected: 'chi-check-digit-wrong' }],
    ['an impossible date', '3102021230,Test', { rejected: 'chi-date-impossible' }],
    ['no surname', '0101011237,', { rejected: 'surname-missing' }],
    ['a zero that a spreadsheet took', '101011237,Test', { chi: '0101011237', leadingZeroRecovered: true }],
    ['a number with spaces', '010101 1237,Test', { chi: '0101011237' }],
  ])('with %s is judged row by row', async (_what, row, expected) => {
    expect(await read(`chi,surname\n2902201230,Before\n${row}`)).toMatchObject([
      { surname: 'Before' },
      { ...expected },
    ]);
  });

  test('gives the line of what it rejects', async () => {
    expect(await read('chi,surname\n0101011237,Test\n1,Bad\n\n2,Bad\n')).toMatchObject([
      { surname: 'Test' },
      { line: 3 },
      { line: 5 },
    ]);
  });

  test('in Windows-1252 loses the rows that can not be decoded, and says so; the others are read', async () => {
    const bytes = Buffer.from('chi,surname\n0101011237,Ren\xe9e\n2902201230,Plain\n', 'latin1');
    expect(await read(bytes)).toMatchObject([{ rejected: 'not-utf-8', line: 2 }, { surname: 'Plain' }]);
  });

  test('keeps a person whose date can not be read, and says which part it was', async () => {
    expect(await read('chi,surname,date_of_birth,sex\n0101011237,Test,31/02/1999,elf\n')).toMatchObject([
      { surname: 'Test', unreadable: ['birth-date', 'sex'] },
    ]);
  });

  test.each([
    ['no header', '', 'extract-empty'],
    ['no number column', 'surname,sex\nTest,F\n', 'extract-column-missing'],
    ['a doubled column', 'chi,surname,surname\n', 'extract-column-doubled'],
    ['a quote that never closes', `chi,surname\n0101011237,"${'x'.repeat(80_000)}\n`, 'extract-unreadable'],
  ])('with %s is refused as a whole, with a code', async (_what, content, code) => {
    await expect(read(content)).rejects.toMatchObject({ code });
  });

  test('that is not there is refused with a code, and its path is not told', async () => {
    const reading = (async () => {
      for await (const _ of readChiExtract(join(folder, 'none.csv'))) expect.unreachable();
    })();
    await expect(reading).rejects.toMatchObject({ code: 'extract-unreadable' });
  });

  test('of any bytes ends with rows, rejections or a coded error, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const outcome = await read(Buffer.concat([Buffer.from('chi,surname\n'), bytes])).catch(
          (error: unknown) => error as { code: string },
        );
        if (Array.isArray(outcome))
          for (const one of outcome) expect('chi' in one || 'rejected' in one).toBe(true);
        else expect(outcome.code).toMatch(/^extract-/);
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  test('is read as a stream: twenty thousand rows, and a reader may stop', async () => {
    const path = join(folder, 'large.csv');
    writeFileSync(path, `chi,surname\n${'0101011237,Test\n'.repeat(20_000)}`);
    let rows = 0;
    for await (const _ of readChiExtract(path)) if ((rows += 1) === 15_000) break;
    expect(rows).toBe(15_000);
  });
});
