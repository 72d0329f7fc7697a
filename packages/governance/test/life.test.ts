import {
  approveVersion,
  changeVersion,
  commentOn,
  proposeVersion,
  putToConsultation,
  standingOf,
  withdrawVersion,
} from '@solway/governance';
import { instantOf } from '@solway/kernel';
import {
  agreementInForce,
  agreementVersions,
  commentsOn,
  putAgreementInForce,
  signaturesOf,
} from '@solway/store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../store/test/fresh-database.ts';
import {
  BOARD,
  boardLead,
  boardRisk,
  changed,
  COUNCIL,
  councilDpo,
  councilLead,
  councilRisk,
  digestOfText,
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

const refusal = async (act: Promise<unknown>): Promise<string> => {
  try {
    await act;
  } catch (error) {
    const code = (error as { code: string }).code;
    expect((await life.acts()).at(-1), 'the ledger holds the refusal').toBe(`refused:${code}`);
    return code;
  }
  return 'was not refused';
};

describe('the life of a version', () => {
  it('goes from draft to in force, each step in the ledger, and its predecessor ends at the same moment', async () => {
    const first = await life.inForce();
    const second = await life.signed(levelThree, first);
    const from = await life.approve(second);
    const now = life.now();
    expect(standingOf(await life.version(first), now)).toBe('superseded');
    expect(standingOf(await life.version(second), now)).toBe('in-force');
    expect((await life.version(first)).ended_at).toBe(from);
    expect(await agreementInForce(life.db, now)).toMatchObject({
      version: '3.0',
      digest: digestOfText(levelThree),
    });
    expect((await life.acts()).slice(0, 12)).toEqual([
      'drafted',
      'put-to-consultation',
      'assessment-changed',
      'assessment-advised',
      'assessment-advised',
      'assessment-signed-off',
      'agreement-signed',
      'agreement-signed',
      'agreement-signed',
      'agreement-signed',
      'agreement-in-force',
      'drafted',
    ]);
  });

  it('waits for its start date where that is still to come, and its predecessor goes on until then', async () => {
    const first = await life.inForce();
    const later = changed(levelThree, [{ path: ['implementation', 'start'], value: '2026-12-25' }]);
    const second = await life.signed(later, first);
    expect(await life.approve(second)).toBe('2026-12-25T00:00:00.000Z');
    expect(standingOf(await life.version(second), life.now())).toBe('scheduled');
    const at = (text: string) => agreementInForce(life.db, text as never).then((row) => row?.version);
    expect([await at('2026-12-24T23:59:59.999Z'), await at('2026-12-25T00:00:00.000Z')]).toEqual([
      '2.0',
      '3.0',
    ]);
  });

  it('can be taken back before it is in force, by the party that proposed it and by no other', async () => {
    const versionId = await life.consulted();
    expect(await refusal(withdrawVersion(life.db, boardLead, versionId, life.now()))).toBe(
      'agreement-not-allowed',
    );
    await withdrawVersion(life.db, officer(COUNCIL, 'governance-lead', 2), versionId, life.now());
    expect((await life.version(versionId)).state).toBe('withdrawn');
    expect(await refusal(life.sign(versionId, guardian))).toBe('agreement-state-wrong');
  });

  it('is never two of one number before the parties', async () => {
    await life.consulted();
    const other = await life.draft();
    const again = putToConsultation(life.db, councilLead, { versionId: other, shown: 1 }, life.now());
    expect(await refusal(again)).toBe('agreement-version-taken');
  });

  it('keeps what anybody of a party said of it, and nothing of anybody else', async () => {
    const versionId = await life.consulted();
    const say = (by: typeof guardian, words: string) =>
      commentOn(life.db, by, { versionId, section: 'retention', words }, life.now());
    await say(boardRisk, '  Six years is long.  ');
    expect(await refusal(say(officer('elsewhere', 'governance-lead'), 'x'))).toBe('agreement-not-allowed');
    expect(await refusal(say(guardian, ' '))).toBe('agreement-words-missing');
    expect(await refusal(say(guardian, 'x'.repeat(4001)))).toBe('agreement-words-missing');
    expect((await commentsOn(life.db, versionId)).map(({ words, section }) => [words, section])).toEqual([
      ['Six years is long.', 'retention'],
    ]);
  });
});

describe('a draft is refused', () => {
  it.each([
    ['of somebody who is no lead', officer(COUNCIL, 'social-worker'), levelTwo, 'agreement-not-allowed'],
    [
      'of a lead whose organisation is no party',
      officer('elsewhere', 'governance-lead'),
      levelTwo,
      'agreement-not-allowed',
    ],
    ['that is no YAML', councilLead, '{', 'agreement-has-faults'],
    [
      'with an item that nobody knows',
      councilLead,
      levelTwo.replace('item: documents', 'item: shoes'),
      'agreement-has-faults',
    ],
  ])('%s', async (_, by, text, code) => {
    expect(await refusal(proposeVersion(life.db, by, { text }, life.now()))).toBe(code);
    expect(await agreementVersions(life.db)).toEqual([]);
  });

  it('of another agreement than the one in force', async () => {
    await life.inForce();
    const other = changed(levelTwo, [{ path: ['id'], value: 'another' }]);
    expect(await refusal(life.draft(other))).toBe('agreement-other');
  });

  it('before the parties, while what it says does not hold together', async () => {
    const broken = levelTwo.replace('legalBasis: [child-wellbeing]', 'legalBasis: [goodwill]');
    const versionId = await life.draft(broken);
    expect((await life.version(versionId)).digest).toBeNull();
    const put = putToConsultation(life.db, councilLead, { versionId, shown: 1 }, life.now());
    expect(await refusal(put)).toBe('agreement-has-faults');
  });
});

describe('a signature', () => {
  it('of every officer makes the version signed, and of all but one does not', async () => {
    const versionId = await life.consulted();
    for (const one of SIGNERS.slice(0, 3)) expect(await life.sign(versionId, one)).toBe('more-to-sign');
    expect((await life.version(versionId)).state).toBe('consultation');
    expect(await refusal(life.approve(versionId))).toBe('agreement-not-signed');
    expect(await life.sign(versionId, SIGNERS[3]!)).toBe('all-signed');
    expect((await life.version(versionId)).state).toBe('signed');
  });

  it.each([
    ['for the other party', officer(COUNCIL, 'caldicott-guardian')],
    ['for an office of nobody', officer(BOARD, 'data-protection-officer')],
    ['for a party that is none', officer('elsewhere', 'caldicott-guardian')],
  ])('is refused %s', async (_, by) => {
    const versionId = await life.consulted();
    expect(await refusal(life.sign(versionId, by))).toBe('signature-not-yours');
  });

  it('is refused a second time, and of a second holder of the same office', async () => {
    const versionId = await life.consulted();
    await life.sign(versionId, guardian);
    expect(await refusal(life.sign(versionId, guardian))).toBe('signature-repeated');
    expect(await refusal(life.sign(versionId, officer(BOARD, 'caldicott-guardian', 2)))).toBe(
      'signature-repeated',
    );
  });

  it('is refused to whoever wrote any of it, in whatever role they come back', async () => {
    const versionId = await life.consulted();
    const author = { ...socialWorkOfficer, userId: councilLead.userId };
    expect(await refusal(life.sign(versionId, author))).toBe('agreement-own-work');
  });

  it('is void when the text changes, by any word; every officer signs again', async () => {
    const versionId = await life.signed();
    const text = changed(levelTwo, [{ path: ['scope'], value: 'Everybody.' }]);
    const change = { versionId, shown: 1, text };
    expect(await changeVersion(life.db, councilLead, change, life.now())).toEqual({
      voided: 4,
      reopened: false,
    });
    expect((await life.version(versionId)).state).toBe('consultation');
    expect(await life.acts()).toContain('signatures-voided');
    expect(await refusal(life.approve(versionId))).toBe('agreement-not-signed');
    expect((await signaturesOf(life.db, versionId)).every(({ voided_at }) => voided_at !== null)).toBe(true);
  });

  it('is refused under another text than the one that was shown', async () => {
    const versionId = await life.consulted();
    const digest = await life.digestOf(versionId);
    const text = changed(levelTwo, [{ path: ['scope'], value: 'Everybody.' }]);
    await changeVersion(life.db, councilLead, { versionId, shown: 1, text }, life.now());
    const { signVersion } = await import('@solway/governance');
    const late = signVersion(life.db, life.key, guardian, { versionId, digest }, life.now());
    expect(await refusal(late)).toBe('signature-other-digest');
  });

  it('is asked of the officers of the version in force too, so that no text can leave them out', async () => {
    const first = await life.inForce();
    const without = changed(levelThree, [
      {
        path: ['parties', 1, 'signingOfficers'],
        value: [{ office: 'A clerk', role: 'health-admin', signsFor: 'Whatever it is.' }],
      },
    ]);
    const second = await life.consulted(without, first);
    await life.assess(second).catch(() => undefined);
    for (const one of [socialWorkOfficer, councilRisk, officer(BOARD, 'health-admin')])
      await life.sign(second, one);
    expect((await life.version(second)).state).toBe('consultation');
    await life.sign(second, guardian);
    expect(await life.sign(second, boardRisk)).toBe('all-signed');
  });
});

describe('bringing into force is refused', () => {
  it.each([
    ['to whoever wrote it', () => councilLead, 'agreement-own-work'],
    ['to an officer who is no lead', () => guardian, 'agreement-not-allowed'],
    ['to a lead of no party', () => officer('elsewhere', 'governance-lead'), 'agreement-not-allowed'],
  ])('%s', async (_, by, code) => {
    const versionId = await life.signed();
    expect(await refusal(life.approve(versionId, by()))).toBe(code);
    expect(await agreementInForce(life.db, life.now())).toBeUndefined();
  });

  it.each([
    ['name', `update agreement_signature set name = 'Somebody Else' where role = 'caldicott-guardian'`],
    ['time', `update agreement_signature set at = at - interval '1 day' where role = 'caldicott-guardian'`],
    [
      'value',
      `update agreement_signature set value = encode(sha256(id::text::bytea), 'base64') where role = 'caldicott-guardian'`,
    ],
  ])('with a signature whose %s was altered in the database', async (_, forge) => {
    const versionId = await life.signed();
    await life.db.query(forge);
    expect(await refusal(life.approve(versionId))).toBe('signature-forged');
  });

  it('with a signature that was made under another version', async () => {
    const first = await life.inForce();
    const second = await life.consulted(levelThree, first);
    await life.assess(second);
    for (const one of SIGNERS.slice(0, 3)) await life.sign(second, one);
    const digest = await life.digestOf(second);
    await life.db.query(
      `insert into agreement_signature select gen_random_uuid(), $2, $3, party, role, office, user_id, name, at, key_id, value || '=', null
       from agreement_signature where version_id = $1 and party = $4 and role = 'senior-information-risk-owner'`,
      [first, second, digest, BOARD],
    );
    await life.db.query(`update agreement_version set state = 'signed' where version_id = $1`, [second]);
    expect(await refusal(life.approve(second))).toBe('signature-forged');
  });

  it('with a text that was altered under its signatures', async () => {
    const versionId = await life.signed();
    await life.db.query(`update agreement_version set text = replace(text, 'minutes: 30', 'minutes: 240')`);
    expect(await refusal(life.approve(versionId))).toBe('signature-other-digest');
    await life.db.query(`update agreement_version set digest = $1`, ['0'.repeat(64)]);
    expect(await refusal(life.approve(versionId))).toBe('signature-other-digest');
  });

  it('with the clock set back before a signature, or before the last entry of the ledger', async () => {
    const versionId = await life.signed();
    const digest = await life.digestOf(versionId);
    const back = instantOf(life.nowMs - 3_600_000);
    const early = approveVersion(life.db, life.key, boardLead, { versionId, digest }, back);
    await expect(early).rejects.toMatchObject({ code: 'clock-set-back' });
    await life.db.query(`update agreement_version set changed_at = '2026-01-01'`);
    const earlier = approveVersion(life.db, life.key, boardLead, { versionId, digest }, back);
    await expect(earlier).rejects.toMatchObject({ code: 'clock-set-back' });
    expect((await life.acts()).filter((one) => one === 'refused:clock-set-back')).toHaveLength(2);
  });

  it('to sign with the clock set back', async () => {
    const versionId = await life.consulted();
    life.nowMs -= 3_600_000;
    await expect(life.sign(versionId, guardian)).rejects.toMatchObject({ code: 'clock-set-back' });
  });

  it('after its last day', async () => {
    const over = changed(levelTwo, [
      { path: ['implementation', 'end'], value: '2026-11-22' },
      { path: ['implementation', 'review'], value: '2026-11-20' },
    ]);
    expect(await refusal(life.approve(await life.signed(over)))).toBe('agreement-dates-over');
  });

  it('without its assessment', async () => {
    const versionId = await life.consulted();
    for (const one of SIGNERS) await life.sign(versionId, one);
    expect(await refusal(life.approve(versionId))).toBe('assessment-not-signed-off');
  });
});

it('two leads who bring two versions into force at once leave one in force', async () => {
  const first = await life.inForce();
  const texts = ['3.0', '3.1'].map((number) => changed(levelThree, [{ path: ['version'], value: number }]));
  const ids = [await life.signed(texts[0], first), await life.signed(texts[1], first)];
  const outcomes = await Promise.allSettled(ids.map((id) => life.approve(id)));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
  const { rows } = await life.db.query('select version from agreement where ended_at is null');
  expect(rows).toHaveLength(1);
});

it('a version that replaces one which has not begun takes its place', async () => {
  await putAgreementInForce(life.db, {
    id: 'a',
    version: '1',
    digest: 'x',
    text: '',
    in_force_from: instantOf(1000),
  });
  await putAgreementInForce(life.db, {
    id: 'a',
    version: '2',
    digest: 'y',
    text: '',
    in_force_from: instantOf(9000),
  });
  await putAgreementInForce(life.db, {
    id: 'a',
    version: '3',
    digest: 'z',
    text: '',
    in_force_from: instantOf(5000),
  });
  const at = (ms: number) => agreementInForce(life.db, instantOf(ms)).then((row) => row?.version);
  expect([await at(4999), await at(5000), await at(9000)]).toEqual(['1', '3', '3']);
});

it('an officer of a party whose form is stale is told so', async () => {
  const versionId = await life.draft();
  const text = changed(levelTwo, [{ path: ['scope'], value: 'Everybody.' }]);
  await changeVersion(life.db, councilLead, { versionId, shown: 1, text }, life.now());
  expect(await refusal(changeVersion(life.db, boardLead, { versionId, shown: 1, text }, life.now()))).toBe(
    'agreement-stale',
  );
  expect(await refusal(changeVersion(life.db, councilDpo, { versionId, shown: 2, text }, life.now()))).toBe(
    'agreement-not-allowed',
  );
});
