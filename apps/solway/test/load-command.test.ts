import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agreementInForce } from '@solway/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { demonstrationAgreement } from '../src/agreement-in-force.ts';
import { readConfiguration } from '../src/configuration.ts';
import { loadCommand } from '../src/load-command.ts';

let fresh: FreshDatabase;
let folder: string;
beforeAll(async () => {
  fresh = await freshDatabase('template0');
  folder = mkdtempSync(join(tmpdir(), 'solway-load-'));
});
afterAll(async () => {
  await fresh.drop();
  rmSync(folder, { recursive: true, force: true });
});

const load = (...args: string[]) => loadCommand(args, readConfiguration({ DATABASE_URL: fresh.url }));
const written = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

describe('loading an empty outside database', () => {
  it('brings the agreement into force and takes the staff, whose leavers are out at once', async () => {
    const header = 'user_id,name,organisation,role,team,training_completed\n';
    const [one, two] = ['nurse,N,nhs,gp,,2026-01-01\n', 'clerk,C,nhs,health-admin,,\n'];
    await load(
      '--agreement',
      written('a.yaml', demonstrationAgreement()),
      '--staff',
      written('s.csv', header + one + two),
    );
    expect(await agreementInForce(fresh.db, new Date().toISOString() as never)).toMatchObject({
      version: '2.0',
    });
    await load('--staff', written('s.csv', header + one));
    const { rows } = await fresh.db.query('select user_id from staff where left_on is null');
    expect(rows).toEqual([{ user_id: 'nurse' }]);
  });

  it('refuses an agreement that can not be read, and leaves the one in force', async () => {
    const broken = written(
      'b.yaml',
      demonstrationAgreement().replace('item: care-packages', 'item: care-parcels'),
    );
    await expect(load('--agreement', broken)).rejects.toMatchObject({ code: 'agreement-text-invalid' });
    expect(await agreementInForce(fresh.db, new Date().toISOString() as never)).toMatchObject({
      version: '2.0',
    });
  });

  it.each([[[]], [['--what', 'x']], [['--chi', 'x.csv']]])(
    'refuses %j, saying what is missing',
    async (args) => {
      await expect(load(...args)).rejects.toMatchObject({ code: 'configuration-invalid' });
    },
  );
});
