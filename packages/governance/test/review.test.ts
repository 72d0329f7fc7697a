import { decideReview, openReview, reviewStanding, standingOf } from '@solway/governance';
import { instantOf } from '@solway/kernel';
import { agreementInForce } from '@solway/store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../store/test/fresh-database.ts';
import {
  boardLead,
  changed,
  councilRisk,
  guardian,
  levelThree,
  levelTwo,
  Life,
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

const PAST_GRACE = Date.UTC(2027, 3, 6, 10);
const decide = (versionId: string, decision: 'continue' | 'end', by = guardian, more: object = {}) =>
  decideReview(life.db, by, { versionId, decision, reason: 'It is relied on.', ...more }, life.now());

describe('a review', () => {
  it.each([
    ['2026-11-05', 'far'],
    ['2026-11-06', 'soon'],
    ['2027-01-04', 'soon'],
    ['2027-01-05', 'due'],
    ['2027-04-05', 'due'],
    ['2027-04-06', 'past-grace'],
  ])('on %s is %s', (date, is) => {
    const version = { review_on: '2027-01-05' as never, review_moved_to: null, review_grace_days: 90 };
    expect(reviewStanding(version, `${date}T12:00:00.000Z` as never).is).toBe(is);
  });

  it('leaves what is in force in force', async () => {
    const versionId = await life.inForce();
    await openReview(life.db, boardLead, versionId, life.now());
    expect(standingOf(await life.version(versionId), life.now())).toBe('under-review');
    expect(await agreementInForce(life.db, life.now())).toMatchObject({ version: '2.0' });
  });

  it('past its grace stops a wider version, and not what is relied on, until someone has decided', async () => {
    const first = await life.inForce();
    life.nowMs = PAST_GRACE;
    expect(await agreementInForce(life.db, life.now())).toMatchObject({ version: '2.0' });
    const wider = await life.signed(levelThree, first);
    await expect(life.approve(wider)).rejects.toMatchObject({ code: 'agreement-review-overdue' });
    expect(await decide(first, 'continue', guardian, { nextReview: '2027-12-01' })).toBe('continued');
    await life.approve(wider);
  });

  it('past its grace does not stop a version that shares no more', async () => {
    const first = await life.inForce();
    life.nowMs = PAST_GRACE;
    const narrower = changed(levelTwo, [
      { path: ['version'], value: '2.1' },
      { path: ['implementation', 'review'], value: '2027-12-01' },
    ]);
    const second = await life.signed(narrower, first);
    await life.approve(second);
    expect(standingOf(await life.version(second), life.now())).toBe('in-force');
  });

  it('ends what is in force only when officers of two parties say so', async () => {
    const versionId = await life.inForce();
    expect(await decide(versionId, 'end', socialWorkOfficer)).toBe('end-proposed');
    expect(await decide(versionId, 'end', councilRisk)).toBe('end-proposed');
    expect(await agreementInForce(life.db, life.now())).toBeDefined();
    expect(await decide(versionId, 'end')).toBe('ended');
    expect(await agreementInForce(life.db, life.now())).toBeUndefined();
    expect(standingOf(await life.version(versionId), life.now())).toBe('ended');
  });

  it.each([
    ['no reason', { reason: ' ' }, guardian, 'agreement-words-missing'],
    ['no next date', {}, guardian, 'agreement-words-missing'],
    ['a date that is past', { nextReview: '2026-01-01' }, guardian, 'agreement-words-missing'],
    ['a date after its last day', { nextReview: '2029-06-01' }, guardian, 'agreement-words-missing'],
    ['a lead who signs for nobody', { nextReview: '2027-12-01' }, boardLead, 'agreement-not-allowed'],
  ])('is refused with %s', async (_, more, by, code) => {
    const versionId = await life.inForce();
    await expect(decide(versionId, 'continue', by, more)).rejects.toMatchObject({ code });
    expect((await life.acts()).at(-1)).toBe(`refused:${code}`);
  });

  it('is of what is in force, and of nothing else', async () => {
    const draft = await life.draft();
    await expect(openReview(life.db, boardLead, draft, life.now())).rejects.toMatchObject({
      code: 'agreement-state-wrong',
    });
    const versionId = await life.inForce();
    life.nowMs = Date.UTC(2029, 0, 6);
    expect(standingOf(await life.version(versionId), instantOf(life.nowMs))).toBe('ended');
  });
});
