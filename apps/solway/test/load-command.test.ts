import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agreementInForce, agreementVersions } from '@solway/store';
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
  const header = 'user_id,name,organisation,role,team,training_completed\n';
  const nurse = 'nurse,N,nhs,gp,,2026-01-01\n';
  const lead = 'lead,The Lead,nhs-dumfries-and-galloway,governance-lead,,\n';
  const now = (): never => new Date().toISOString() as never;

  it('takes the staff, whose leavers are out at once', async () => {
    await load('--staff', written('s.csv', `${header}${nurse}clerk,C,nhs,health-admin,,\n${lead}`));
    await load('--staff', written('s.csv', header + nurse + lead));
    const { rows } = await fresh.db.query('select user_id from staff where left_on is null order by 1');
    expect(rows).toEqual([{ user_id: 'lead' }, { user_id: 'nurse' }]);
  });

  it('drafts an agreement in a lead’s name, and puts nothing into force', async () => {
    const file = written('a.yaml', demonstrationAgreement());
    await load('--agreement', file, '--by', 'lead');
    expect(await agreementInForce(fresh.db, now())).toBeUndefined();
    const [draft] = await agreementVersions(fresh.db);
    expect(draft).toMatchObject({ version: '2.0', state: 'draft', level: 2 });
  });

  it.each([
    ['nobody', []],
    ['somebody who is no governance lead', ['--by', 'nurse']],
    ['somebody unknown', ['--by', 'nemo']],
  ])('refuses a draft by %s', async (_, by) => {
    const file = written('a.yaml', demonstrationAgreement());
    await expect(load('--agreement', file, ...by)).rejects.toMatchObject({ code: 'configuration-invalid' });
  });

  it('refuses an agreement that can not be read', async () => {
    const text = demonstrationAgreement().replace('item: care-packages', 'item: care-parcels');
    const broken = load('--agreement', written('b.yaml', text), '--by', 'lead');
    await expect(broken).rejects.toMatchObject({ code: 'agreement-text-invalid' });
    expect(await agreementVersions(fresh.db)).toHaveLength(1);
  });

  it.each([[[]], [['--what', 'x']], [['--chi', 'x.csv']]])(
    'refuses %j, saying what is missing',
    async (args) => {
      await expect(load(...args)).rejects.toMatchObject({ code: 'configuration-invalid' });
    },
  );
});
