import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  checkModelHash,
  createScorer,
  errorCodes,
  fromSplink,
  initialSettings,
  link,
  LinkageError,
  linkCommand,
  parseModel,
  parseSettings,
  train,
  type LinkOptions,
  type SettingsInput,
} from '../src/index.ts';
import { people } from './people.ts';
import { plain } from './settings.ts';

const date = '2026-01-01';
const rows = people(200, 1);
let folder: string;
const proved = new Set<string>();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linkage-errors-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Whether work ends in this code at this place; remembers the code as proved. */
async function refused(code: string, place: string | RegExp, work: () => unknown): Promise<boolean> {
  const error: unknown = await Promise.resolve()
    .then(work)
    .then(
      () => null,
      (caught: unknown) => caught,
    );
  if (!(error instanceof LinkageError)) throw new Error(`Not refused with ${code}`, { cause: error });
  const fits = typeof place === 'string' ? error.place?.includes(place) : place.test(error.place ?? '');
  if (error.code !== code || !fits) throw new Error(`${error.code} at ${error.place}: ${error.message}`);
  proved.add(code);
  return true;
}

const run = (options: Partial<LinkOptions>): Promise<unknown> =>
  link({ left: rows, settings: plain, date, ...options });
const changed = (change: Record<string, unknown>): SettingsInput => ({ ...plain, ...change });

describe('bad settings are refused with a code and a place', () => {
  it('text that is not JSON', () =>
    expect(refused('SETTINGS_NOT_JSON', 'line 2', () => parseSettings('{\n "uniqueId": id }'))).resolves.toBe(
      true,
    ));
  it('a typo in a key', () =>
    expect(
      refused('SETTINGS_INVALID', '$.blocking.rulez', () =>
        parseSettings({ ...plain, blocking: { rules: [['dob']], rulez: [] } }),
      ),
    ).resolves.toBe(true));
  it('a typo in a comparison', () =>
    expect(
      refused('SETTINGS_INVALID', /\$\.comparisons\[0\]/, () =>
        parseSettings({ ...plain, comparisons: [{ kind: 'forname', column: 'a' }] }),
      ),
    ).resolves.toBe(true));
  it('a typo deep in a level', () =>
    expect(
      refused('SETTINGS_INVALID', /comparisons\[0\]\.levels\[0\]\.when/, () =>
        parseSettings({
          ...plain,
          comparisons: [
            {
              kind: 'levels',
              name: 'x',
              levels: [
                { label: 'a', when: { jaroWinkler: 'a', atLeest: 0.9 } },
                { label: 'b', when: 'else' },
              ],
            },
          ],
        }),
      ),
    ).resolves.toBe(true));
  it('a last level that is not else', () =>
    expect(
      refused('SETTINGS_INVALID', 'comparisons', () =>
        run({
          settings: changed({
            comparisons: [
              {
                kind: 'levels',
                name: 'x',
                levels: [
                  { label: 'a', when: { equal: 'dob' } },
                  { label: 'b', when: { equal: 'dob' } },
                ],
              },
            ],
          }),
        }),
      ),
    ).resolves.toBe(true));
  it('two comparisons of one name', () =>
    expect(
      refused('SETTINGS_INVALID', 'comparisons', () =>
        run({
          settings: changed({
            comparisons: [
              { kind: 'exact', column: 'dob' },
              { kind: 'date', column: 'dob' },
            ],
          }),
        }),
      ),
    ).resolves.toBe(true));
  it('a column under a name that the engine keeps for itself', () =>
    expect(
      refused('SETTINGS_INVALID', 'columns.id', () =>
        run({ settings: changed({ comparisons: [{ kind: 'exact', column: 'id' }] }) }),
      ),
    ).resolves.toBe(true));
  it('a comparison of a column of another type', () =>
    expect(
      refused('SETTINGS_COLUMN_TYPE', /comparisons\[0\]/, () =>
        run({
          settings: changed({
            columns: [{ name: 'dob', clean: ['text'] }],
            comparisons: [{ kind: 'date', column: 'dob' }],
          }),
        }),
      ),
    ).resolves.toBe(true));
  it('no blocking rules', () =>
    expect(
      refused('BLOCKING_NO_RULES', 'blocking', () => run({ settings: changed({ blocking: { rules: [] } }) })),
    ).resolves.toBe(true));
  it('a model that was never trained', () =>
    expect(refused('MODEL_INCOMPLETE', 'trained', () => parseModel(plain))).resolves.toBe(true));
  it('a Splink model that is not one', () =>
    expect(
      refused('SPLINK_MODEL_UNSUPPORTED', 'probability_two_random_records_match', () => fromSplink({})),
    ).resolves.toBe(true));
  it('a model that was changed after training', async () => {
    const model = await train({ left: rows, settings: plain, date });
    checkModelHash(model);
    await expect(
      refused('MODEL_HASH_MISMATCH', 'trained.hash', () => checkModelHash({ ...model, uniqueId: 'other' })),
    ).resolves.toBe(true);
  });
  it('custom SQL that does not run', () =>
    expect(
      refused('CUSTOM_SQL_FAILED', 'left', () =>
        run({
          settings: changed({
            columns: [{ name: 'dob', clean: [{ sql: 'nonsense({value})' }] }],
            comparisons: [{ kind: 'exact', column: 'dob' }],
          }),
        }),
      ),
    ).resolves.toBe(true));
  it('custom SQL in a scorer', async () => {
    const settings = changed({
      columns: [{ name: 'dob', clean: [{ sql: 'lower({value})' }] }],
      comparisons: [
        { kind: 'exact', column: 'dob' },
        { kind: 'exact', column: 'surname' },
      ],
    });
    const model = await train({ left: rows, settings, date });
    await expect(refused('CUSTOM_SQL_NOT_SCORABLE', 'dob', () => createScorer(model))).resolves.toBe(true);
  });
});

describe('bad tables are refused with a code and a place', () => {
  const withRow = (change: Record<string, unknown>): LinkOptions['left'] => [
    ...rows,
    { ...rows[0]!, id: 'extra', ...change },
  ];
  it('a file that is not there', () =>
    expect(refused('TABLE_UNREADABLE', 'nowhere', () => run({ left: 'nowhere.csv' }))).resolves.toBe(true));
  it('a file that is no table', async () => {
    await writeFile(join(folder, 'bad.parquet'), 'not parquet');
    await expect(
      refused('TABLE_UNREADABLE', 'bad.parquet', () => run({ left: join(folder, 'bad.parquet') })),
    ).resolves.toBe(true);
  });
  it('a table without rows', async () => {
    await writeFile(join(folder, 'empty.csv'), 'id,forename,surname,dob,postcode\n');
    await expect(
      refused('TABLE_EMPTY', 'empty.csv', () => run({ left: join(folder, 'empty.csv') })),
    ).resolves.toBe(true);
    await expect(refused('TABLE_EMPTY', 'left', () => run({ left: [] }))).resolves.toBe(true);
  });
  it('a missing id', () =>
    expect(refused('ID_MISSING', 'left: id', () => run({ left: withRow({ id: ' ' }) }))).resolves.toBe(true));
  it('a repeated id', () =>
    expect(refused('ID_DUPLICATE', 'left: id', () => run({ left: withRow({ id: 'r7' }) }))).resolves.toBe(
      true,
    ));
  it('an unknown column', () =>
    expect(
      refused('COLUMN_UNKNOWN', 'left: shoe', () =>
        run({ settings: changed({ comparisons: [{ kind: 'exact', column: 'shoe' }] }) }),
      ),
    ).resolves.toBe(true));
  it('an unknown column in the right table only', () =>
    expect(
      refused('COLUMN_UNKNOWN', 'right: dob', () =>
        run({
          right: rows.map((row) =>
            Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'dob')),
          ),
        }),
      ),
    ).resolves.toBe(true));
  it('a column that is empty throughout', () =>
    expect(
      refused('COLUMN_ALL_NULL', 'left: dob', () =>
        run({ left: rows.map((row) => ({ ...row, dob: null })) }),
      ),
    ).resolves.toBe(true));
  it('a column of mixed types', () =>
    expect(
      refused('COLUMN_MIXED_TYPE', 'left: height', () =>
        run({
          left: withRow({ height: 'tall' }),
          settings: changed({
            comparisons: [...plain.comparisons, { kind: 'number', column: 'height', within: [1] }],
          }),
        }),
      ),
    ).resolves.toBe(true));
  it('impossible dates, unless the settings say to keep them', async () => {
    const strict = changed({ columns: [{ name: 'dob', clean: [{ date: {} }] }] });
    await expect(
      refused('DATES_IMPOSSIBLE', 'left: dob', () =>
        run({ left: withRow({ dob: '1990-02-31' }), settings: strict }),
      ),
    ).resolves.toBe(true);
    await using kept = await link({ left: withRow({ dob: '1990-02-31' }), settings: plain, date });
    expect(kept.summary.warnings.map((one) => one.code)).toContain('DATES_IMPOSSIBLE');
  });
  it('a million identical rows, before any pair is made', async () => {
    const path = join(folder, 'same.csv');
    await writeFile(
      path,
      `id,forename,surname,dob,postcode\n${Array.from({ length: 1_000_000 }, (_, i) => `${i},ann,lee,1990-01-01,EH1 1AA`).join('\n')}\n`,
    );
    await expect(
      refused('BLOCKING_TOO_MANY_PAIRS', 'blocking rule', () => run({ left: path })),
    ).resolves.toBe(true);
  });
  it('rules that no two records meet', () =>
    expect(
      refused('BLOCKING_NO_PAIRS', 'blocking', () =>
        run({
          left: rows.slice(0, 2).map((row, i) => ({
            id: String(i),
            forename: ['ann', 'bob'][i]!,
            surname: ['lee', 'ray'][i]!,
            dob: `199${i}-01-01`,
            postcode: `EH${i + 1} 1AA`,
            entity: row.entity,
          })),
        }),
      ),
    ).resolves.toBe(true));
  it('a column of records within records', async () => {
    const path = join(folder, 'nested.parquet');
    const { Session } = await import('../src/engine/session.ts');
    await using session = await Session.open();
    await session.run(
      `COPY (SELECT i AS id, {'a': 1} AS dob, 'x' AS forename, 'y' AS surname, 'EH1 1AA' AS postcode FROM range(5) t(i)) TO '${path}' (FORMAT parquet)`,
    );
    await expect(refused('COLUMN_TYPE_UNSUPPORTED', 'dob', () => run({ left: path }))).resolves.toBe(true);
    await expect(
      refused('ENGINE_FAILED', 'start', () => session.run('SELECT nothing FROM nowhere')),
    ).resolves.toBe(true);
  });
  it('a truth that names no record', async () => {
    await using result = await link({ left: rows, settings: plain, date });
    await expect(
      refused('TRUTH_INVALID', 'truth', () =>
        result.evaluate({ pairs: [{ a: 'x', b: 'y' }], left: 'a', right: 'b' }),
      ),
    ).resolves.toBe(true);
    await expect(
      refused('TRUTH_INVALID', ': c', () =>
        result.evaluate({ pairs: [{ a: 'x', b: 'y' }], left: 'a', right: 'c' }),
      ),
    ).resolves.toBe(true);
  });
  it('a table with nothing to compare, at init', async () => {
    await expect(
      refused('PROFILE_NO_COLUMNS', 'left', () => initialSettings({ left: [{ id: 1 }, { id: 2 }] })),
    ).resolves.toBe(true);
    await expect(
      refused('ID_MISSING', 'left', () => initialSettings({ left: [{ a: 1 }, { a: 1 }] })),
    ).resolves.toBe(true);
  });
});

describe('the command line', () => {
  const command = async (...argv: string[]): Promise<{ code: number; err: string }> => {
    let err = '';
    const code = await linkCommand(argv, {
      stdout: { write: () => true },
      stderr: { write: (text) => (err += text) },
    });
    return { code, err };
  };
  it('says what is wrong with itself and ends with 2', async () => {
    for (const argv of [
      ['a.csv', '--speed', '9'],
      ['a.csv'],
      ['a.csv', '--out', 'x', '--threshold', '2'],
      ['a', 'b', 'c', '--out', 'x'],
      ['a.csv', '--out', 'x', '--truth', 't.csv'],
      ['a.csv', '--out', 'x', '--settings', 'nowhere.json'],
      ['a.csv', '--out', 'x', '--date', 'today'],
      ['a.csv', '--out', join('nowhere', 'links.csv')],
      ['a.csv', '--out', folder],
      ['a.csv', '--out', 'x', '--report', join('nowhere', 'report.html')],
      ['a.csv', '--out', 'a.csv'],
      ['a.csv', '--out', 'x', '--model-out', 'x'],
      ['init', 'a.csv', '--out', join('nowhere', 'settings.json')],
    ]) {
      const { code, err } = await command(...argv);
      expect([code, err.split(' ')[0]]).toEqual([2, 'USAGE']);
    }
    proved.add('USAGE');
  });
  it('looks at the truth and the labels before any work', async () => {
    const table = join(folder, 'people.csv');
    await writeFile(table, 'id,forename,surname\n1,Ann,Ross\n2,Bob,Reid\n');
    const out = join(folder, 'links.csv');
    const truth = ['--truth', table, '--truth-left', 'id', '--truth-right', 'other'];
    for (const [code, argv] of [
      ['TABLE_UNREADABLE', ['--labels', 'nowhere.csv']],
      ['TABLE_UNREADABLE', ['--truth', 'nowhere.csv', '--truth-left', 'a', '--truth-right', 'b']],
      ['TRUTH_INVALID', truth],
      ['TRUTH_INVALID', ['--truth-column', 'person']],
    ] as const) {
      const run = await command(table, '--out', out, ...argv);
      expect([run.code, run.err.split(' ')[0]]).toEqual([1, code]);
      expect(run.err).not.toContain(' MB ');
    }
  });
  it('gives a coded error as JSON when asked, and ends with 1', async () => {
    const path = join(folder, 'settings.json');
    await writeFile(path, JSON.stringify(plain));
    const { code, err } = await command(
      'nowhere.csv',
      '--settings',
      path,
      '--out',
      join(folder, 'x.csv'),
      '--json',
    );
    expect(code).toBe(1);
    expect((JSON.parse(err.trim().split('\n').at(-1)!) as { error: { code: string } }).error.code).toBe(
      'TABLE_UNREADABLE',
    );
  });
});

describe('every code', () => {
  it('is proved above and documented in the reference', async () => {
    // Needs tens of millions of links to reach.
    const byHand = new Set(['TOO_MANY_LINKS']);
    expect(errorCodes.filter((code) => !proved.has(code) && !byHand.has(code))).toEqual([]);
    const reference = await readFile(new URL('../../../docs/reference/linkage.md', import.meta.url), 'utf8');
    for (const code of errorCodes) expect(reference).toContain(`\`${code}\``);
  });
});
