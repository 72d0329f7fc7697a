import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instantOf } from '@solway/kernel';
import { takeTurn } from '@solway/store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { readConfiguration } from '../src/configuration.ts';
import { mosaicCommand } from '../src/mosaic-command.ts';
import { writeExtract } from '../src/portal-extract.ts';
import { JEAN, JOAN, StewardScene } from './steward-scene.ts';

let fresh: FreshDatabase;
let scene: StewardScene;
let folder: string;

beforeAll(async () => {
  fresh = await freshDatabase();
  scene = await StewardScene.create(fresh.db);
});
afterAll(async () => {
  await scene.app.close();
  await fresh.drop();
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'solway-extract-'));
  await scene.begin();
  await scene.person('11');
  await scene.person('12', { restricted: true });
  await scene.person('13');
  await scene.pair('11', JEAN, { state: 'in-force' });
  await scene.pair('12', JOAN, { state: 'in-force' });
  await scene.pair('13', JOAN, { state: 'suspended' });
  return () => rmSync(folder, { recursive: true });
});

describe('the extract of matched people', () => {
  it('holds who is linked and not restricted, and the ledger holds each of them', async () => {
    const file = join(folder, 'matched.csv');
    const made = await writeExtract(fresh.db, file, () => true, instantOf(1));
    expect(readFileSync(file, 'utf8')).toBe(`chi,person_id\r\n${JEAN},11\r\n`);
    expect(made.people).toBe(1);
    const about = await fresh.db.query(
      `select subject_chi from ledger_entry where kind = 'export' order by 1`,
    );
    expect(about.rows.map((row: { subject_chi: string }) => row.subject_chi)).toEqual([JEAN, null]);
    expect(readdirSync(folder)).toEqual(['matched.csv']);
  });

  it('is refused where no agreement grants it, and nothing is written anywhere', async () => {
    const refused = writeExtract(fresh.db, join(folder, 'x.csv'), () => false, instantOf(1));
    await expect(refused).rejects.toMatchObject({ code: 'load-not-granted' });
    expect(readdirSync(folder)).toEqual([]);
    expect(await scene.kinds()).toEqual([]);
  });

  it('is made by the command, under the agreement in force and no other', async () => {
    const configuration = readConfiguration({ DATABASE_URL: fresh.url });
    const file = join(folder, 'by-command.csv');
    expect(await mosaicCommand(['extract', '--out', file], configuration)).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain(JEAN);
    await fresh.db.query('update agreement set ended_at = now()');
    await expect(mosaicCommand(['extract', '--out', file], configuration)).rejects.toMatchObject({
      code: 'load-not-granted',
    });
    await expect(mosaicCommand(['extract'], configuration)).rejects.toMatchObject({
      code: 'configuration-invalid',
    });
  });
});

describe('a schedule', () => {
  it('comes round once in its time, for one of those who ask, and waits over a restart', async () => {
    const hour = 3_600_000;
    const turn = (at: number) => takeTurn(fresh.db, 'x', hour, instantOf(at));
    expect(await turn(0)).toBe(false);
    expect(await turn(hour - 1)).toBe(false);
    expect((await Promise.all([turn(hour), turn(hour), turn(hour)])).filter(Boolean)).toHaveLength(1);
    expect(await turn(2 * hour - 1)).toBe(false);
    expect(await turn(9 * hour)).toBe(true);
  });
});
