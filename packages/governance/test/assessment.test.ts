import {
  adviseOn,
  type Assessment,
  changeAssessment,
  changeVersion,
  gapsIn,
  readVersion,
  riskLevel,
  signOffAssessment,
} from '@solway/governance';
import { assessmentOf } from '@solway/store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../store/test/fresh-database.ts';
import {
  boardDpo,
  changed,
  councilDpo,
  councilLead,
  guardian,
  levelThree,
  levelTwo,
  Life,
  officer,
  SIGNERS,
  socialWorkOfficer,
} from './scene.ts';

let fresh: FreshDatabase;
let life: Life;
beforeAll(async () => {
  fresh = await freshDatabase();
  life = new Life(fresh.db);
});
afterAll(() => fresh.drop());
beforeEach(() => life.empty());

const isOpen = async (versionId: string): Promise<boolean> =>
  (await assessmentOf(life.db, versionId))?.assessed_text === null;

it.each([
  ['remote', 'severe', 'low'],
  ['possible', 'severe', 'high'],
  ['probable', 'minimal', 'low'],
  ['possible', 'significant', 'medium'],
  ['probable', 'significant', 'high'],
] as const)('%s and %s is %s', (likelihood, severity, level) => {
  expect(riskLevel(likelihood, severity)).toBe(level);
});

describe('an assessment', () => {
  it('begins with what the agreement knows, and with a risk for each thing newly shared', async () => {
    const first = await life.inForce();
    const before = await life.assessmentOf(first);
    expect(before.steps.processing).toContain('At level 2');
    expect(before.risks.map(({ id }) => id)).not.toContain('third-party');
    const second = await life.draft(levelThree, first);
    const { risks, steps } = await life.assessmentOf(second);
    expect(steps.processing).toContain('At level 3');
    expect(risks.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['third-party', 'wider-documents', 'wider-letters']),
    );
    expect(risks.find(({ id }) => id === 'wider-documents')!.words).toContain('GPs');
    // What was judged before is judged still; what is new is not.
    expect(risks.find(({ id }) => id === 'wrong-person')!.after).toBeDefined();
    expect(risks.find(({ id }) => id === 'wider-documents')!.after).toBeUndefined();
  });

  it('of a version that shares nothing more stands from its predecessor', async () => {
    const first = await life.inForce();
    const reworded = changed(levelTwo, [
      { path: ['version'], value: '2.1' },
      { path: ['scope'], value: 'Said more plainly.' },
    ]);
    const second = await life.consulted(reworded, first);
    expect(await isOpen(second)).toBe(false);
    for (const one of SIGNERS) await life.sign(second, one);
    await life.approve(second);
  });

  it.each([
    ['an item', [{ path: ['informationShared', 'council-to-health', 16, 'level'], value: 2 }]],
    [
      'a role',
      [
        { path: ['informationShared', 'council-to-health', 0, 'to'], value: ['clinical', 'health-admin'] },
        { path: ['informationShared', 'council-to-health', 2, 'to'], value: ['clinical', 'health-admin'] },
      ],
    ],
    [
      'a purpose',
      [
        {
          path: ['informationShared', 'council-to-health', 3, 'purposes'],
          value: ['direct-care', 'discharge-planning', 'adult-protection', 'front-door-triage'],
        },
      ],
    ],
    [
      'a level',
      [
        { path: ['level'], value: 3 },
        {
          path: ['impactAssessments', 'assessments', 2],
          value: { title: 'T', level: 3, owner: 'nhs-dumfries-and-galloway', outcome: 'O' },
        },
      ],
    ],
  ])('opens again when %s is added, and without it nothing comes into force', async (_, edits) => {
    const versionId = await life.signed();
    const text = changed(levelTwo, edits);
    expect(
      await changeVersion(life.db, councilLead, { versionId, shown: 1, text }, life.now()),
    ).toMatchObject({ reopened: true });
    expect(await life.acts()).toContain('assessment-reopened');
    expect(await isOpen(versionId)).toBe(true);
    for (const one of SIGNERS) await life.sign(versionId, one);
    await expect(life.approve(versionId)).rejects.toMatchObject({ code: 'assessment-not-signed-off' });
    await life.assess(versionId);
    await life.approve(versionId);
  });

  it('that is edited after it was signed off is open again, and its advice is gone', async () => {
    const versionId = await life.consulted();
    await life.assess(versionId);
    await changeAssessment(life.db, councilDpo, { versionId, steps: { need: 'Otherwise.' } }, life.now());
    const { advice, signOff, steps } = await life.assessmentOf(versionId);
    expect([advice, signOff, steps.need]).toEqual([[], undefined, 'Otherwise.']);
    expect(await isOpen(versionId)).toBe(true);
  });

  it('can’t be made to stand by editing the row that it stands on', async () => {
    const versionId = await life.signed();
    await life.db.query(`update agreement_assessment set assessed_text = 'nothing'`);
    await expect(life.approve(versionId)).rejects.toMatchObject({ code: 'assessment-not-signed-off' });
  });
});

describe('signing it off is refused', () => {
  const signOff = (versionId: string, more: object = {}, by = guardian) =>
    signOffAssessment(life.db, by, { versionId, ...more }, life.now());

  it('while a risk is not judged, an officer has not advised, or a step is blank', async () => {
    const versionId = await life.consulted();
    await expect(signOff(versionId)).rejects.toMatchObject({ code: 'assessment-incomplete' });
    await life.judge(versionId);
    await expect(signOff(versionId)).rejects.toMatchObject({ code: 'assessment-incomplete' });
    await adviseOn(life.db, councilDpo, { versionId, recommends: 'proceed', words: 'Yes.' }, life.now());
    await expect(signOff(versionId)).rejects.toMatchObject({ code: 'assessment-incomplete' });
    await adviseOn(life.db, boardDpo, { versionId, recommends: 'proceed', words: 'Yes.' }, life.now());
    await signOff(versionId);
    const { agreement } = readVersion(levelTwo).read!;
    const held = await life.assessmentOf(versionId);
    const blank: Assessment = { ...held, steps: { ...held.steps, need: '  ' } };
    expect(gapsIn(blank, agreement)).toEqual(['The step “need” is blank.']);
  });

  it('over advice against it, without reasons', async () => {
    const versionId = await life.consulted();
    await life.judge(versionId);
    await life.advise(versionId, 'do-not-proceed');
    await expect(signOff(versionId)).rejects.toMatchObject({ code: 'agreement-words-missing' });
    await signOff(versionId, { overruling: 'The harm of not sharing is greater.' });
    expect((await life.assessmentOf(versionId)).signOff?.overruling).toContain('greater');
  });

  it('with a high risk left, before the regulator has been consulted', async () => {
    const versionId = await life.consulted();
    await life.judge(versionId, { likelihood: 'possible', severity: 'severe' });
    await life.advise(versionId);
    for (const more of [
      {},
      { regulatorOn: '2026-11-20' },
      { regulatorOn: '2027-01-01', regulatorSaid: 'Yes.' },
    ])
      await expect(signOff(versionId, more)).rejects.toMatchObject({ code: 'assessment-regulator-first' });
    await signOff(versionId, { regulatorOn: '2026-11-20', regulatorSaid: 'No objection.' });
  });

  it('to whoever signs for nobody, or wrote the version', async () => {
    const versionId = await life.consulted();
    await life.judge(versionId);
    await life.advise(versionId);
    await expect(signOff(versionId, {}, boardDpo)).rejects.toMatchObject({ code: 'agreement-not-allowed' });
    const author = { ...socialWorkOfficer, userId: councilLead.userId };
    await expect(signOff(versionId, {}, author)).rejects.toMatchObject({ code: 'agreement-own-work' });
  });

  it('and advice to whoever is no data protection officer of a party', async () => {
    const versionId = await life.consulted();
    for (const by of [guardian, officer('elsewhere', 'data-protection-officer')])
      await expect(
        adviseOn(life.db, by, { versionId, recommends: 'proceed', words: 'Yes.' }, life.now()),
      ).rejects.toMatchObject({ code: 'agreement-not-allowed' });
  });
});
