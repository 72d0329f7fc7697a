import { readFileSync } from 'node:fs';
import { instantOf } from '@solway/kernel';
import type { AccessRequest, Agreement, Clause, Party } from '../src/index.ts';
import { compile, parseAgreement } from '../src/index.ts';

export const demonstrationText = readFileSync(
  new URL('../agreements/demonstration.yaml', import.meta.url),
  'utf8',
);

const parsed = parseAgreement(demonstrationText);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));

/** The demonstration agreement, level 2 in force. */
export const demonstration: Agreement = parsed.agreement;

/** A changed copy. */
export function changed(change: (agreement: Agreement) => void, from = demonstration): Agreement {
  const copy = structuredClone(from);
  change(copy);
  return copy;
}

export function partyOf(agreement: Agreement, id: string): Party {
  const party = agreement.parties.find((one) => one.id === id);
  if (party === undefined) throw new Error(id);
  return party;
}

export function clauseOf(agreement: Agreement, item: string): Clause {
  const { 'council-to-health': council, 'health-to-council': health } = agreement.informationShared;
  const clause = [...council, ...health].find((one) => one.item === item);
  if (clause === undefined) throw new Error(item);
  return clause;
}

export function atLevel(level: number): Agreement {
  return changed((agreement) => {
    agreement.level = level;
    agreement.version = `${level}.0`;
    for (let one = 3; one <= level; one += 1)
      agreement.impactAssessments.assessments.push({
        title: `Impact assessment for level ${one}`,
        level: one,
        owner: 'nhs-dumfries-and-galloway',
        outcome: 'For tests.',
      });
  });
}

export const levelTwo = compile(demonstration);

export const COUNCIL = 'dumfries-and-galloway-council';
export const BOARD = 'nhs-dumfries-and-galloway';
export const MONDAY = Date.parse('2026-06-15T10:14:00.000Z');
export const MINUTE = 60_000;

type Change = Omit<Partial<AccessRequest>, 'user'> & { user?: Partial<AccessRequest['user']> };

/** A community nurse who may see care packages: everything about it holds. Change one thing and it shouldn't. */
export function nurseAsks(change: Change = {}): AccessRequest {
  const { user, ...others } = change;
  return {
    item: 'care-packages',
    at: instantOf(MONDAY),
    holder: COUNCIL,
    purpose: 'direct-care',
    relationship: 'caseload',
    link: 'in-force',
    training: 'current',
    restriction: { restricted: false, allowListed: false, protectedIdentity: false },
    ...others,
    user: {
      organisation: BOARD,
      role: 'community-nurse',
      roleVouched: true,
      signInExpiresAt: instantOf(MONDAY + 60 * MINUTE),
      ...user,
    },
  };
}

/** A social worker who may see medicines. */
export function workerAsks(change: Change = {}): AccessRequest {
  return nurseAsks({
    item: 'medicines',
    holder: BOARD,
    relationship: 'allocated',
    ...change,
    user: { organisation: COUNCIL, role: 'social-worker', ...change.user },
  });
}
