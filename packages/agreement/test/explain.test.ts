import { COUNCIL_ITEMS, HEALTH_ITEMS } from '@solway/record';
import { instantOf } from '@solway/kernel';
import { describe, expect, test } from 'vitest';
import type { AccessRequest, Decision, Refused } from '../src/index.ts';
import { compile, decide, explain, explainReasons, GATES, ITEM_WORDS, REASON_CODES } from '../src/index.ts';
import { BOARD, changed, levelTwo, MINUTE, MONDAY, nurseAsks, partyOf, workerAsks } from './demonstration.ts';

const told = (request: AccessRequest) => explain(decide(levelTwo, request), 'practitioner');
const NOT_MATCHED =
  'No record is matched to this person. That does not mean that the person is not known: telephone to ask.';

describe('a practitioner is told in one plain sentence', () => {
  test.each([
    [
      'an item above the level',
      nurseAsks({ item: 'documents' }),
      'Not shared under the agreement (level 2). Documents are a level 3 item.',
    ],
    [
      'one worded in the singular',
      nurseAsks({ item: 'legal-status-detail', purpose: 'adult-protection', user: { role: 'gp' } }),
      'Not shared under the agreement (level 2). The detail of legal status is a level 3 item.',
    ],
    [
      'a role that the clause does not name',
      nurseAsks({ user: { role: 'health-admin' } }),
      'Not shared under the agreement (level 2). Your role does not see care packages and their providers.',
    ],
    [
      'a purpose that the clause does not name',
      workerAsks({ purpose: 'front-door-triage' }),
      'Not shared under the agreement (level 2). Medicines are not shared for the purpose you gave.',
    ],
    [
      'an unknown item',
      nurseAsks({ item: 'shoe-size' as 'documents' }),
      'Not shared under the agreement (level 2). No clause covers this.',
    ],
    [
      'an item that its holder does not send',
      nurseAsks({ holder: 'nhs-dumfries-and-galloway' }),
      'Not shared under the agreement (level 2). No clause covers care packages and their providers.',
    ],
    [
      'an expired sign-in',
      nurseAsks({ user: { roleVouched: false } }),
      'Your sign-in has ended, or your role could not be confirmed today. Sign in again.',
    ],
    [
      'no relationship',
      nurseAsks({ relationship: undefined }),
      'Not shown: nothing is recorded that connects you with this person. State your purpose, or use emergency access if someone is at risk.',
    ],
    [
      'no training',
      nurseAsks({ training: 'none' }),
      'Not shown: your training for this summary is not up to date. If someone is at risk, use emergency access or telephone.',
    ],
    [
      'an organisation that is no party',
      nurseAsks({ user: { organisation: 'elsewhere' } }),
      'Not shared: no agreement between the two organisations is in force.',
    ],
    [
      'a request that can’t be read',
      undefined as never,
      'This could not be checked, so it is not shown. Try again, and telephone if it is needed now.',
    ],
    ['a grant', nurseAsks(), 'Shown under the agreement (level 2).'],
    [
      'a grant in grace',
      nurseAsks({ training: 'grace' }),
      'Shown under the agreement (level 2). Your training is due for renewal: complete it soon.',
    ],
    [
      'a grant with training overdue',
      nurseAsks({ training: 'lapsed', purpose: 'adult-protection' }),
      'Shown under the agreement (level 2). Your training is overdue: complete it now.',
    ],
    [
      'a grant in an emergency',
      nurseAsks({ relationship: undefined, breakGlassUntil: instantOf(MONDAY + MINUTE) }),
      'Shown under the agreement (level 2). This is open to you for a short time because you used emergency access, and it will be reviewed.',
    ],
  ])('%s', (_what, request, sentence) => {
    expect(told(request)).toBe(sentence);
  });

  test('where one of the two organisations has agreed to less', () => {
    const capped = compile(changed((agreement) => void (partyOf(agreement, BOARD).level = 1)));
    expect(explain(decide(capped, nurseAsks({ item: 'key-people' })), 'practitioner')).toBe(
      'Not shared under the agreement (level 2). Key people are a level 2 item, and one of the two organisations has agreed to less.',
    );
  });
  test('with no agreement, that there is none', () => {
    expect(explain(decide(undefined, nurseAsks()), 'practitioner')).toBe(
      'Not shared: no agreement between the two organisations is in force.',
    );
  });
});

describe('a secret about the person', () => {
  const restriction = { restricted: false, allowListed: false, protectedIdentity: false };
  const secrets: readonly Partial<AccessRequest>[] = [
    { link: 'none' },
    { link: 'suspended' },
    { link: 'under-review' },
    { restriction: { ...restriction, restricted: true } },
    { restriction: { ...restriction, protectedIdentity: true } },
    { restriction: { restricted: true, allowListed: false, protectedIdentity: true }, link: 'suspended' },
  ];
  const others: readonly Parameters<typeof nurseAsks>[0][] = [
    {},
    { item: 'documents' },
    { purpose: 'curiosity' },
    { relationship: undefined },
    { training: 'none' },
    { user: { role: 'wizard' } },
    { user: { organisation: 'elsewhere' } },
    { user: { roleVouched: false } },
    { breakGlassUntil: instantOf(MONDAY + MINUTE) },
  ];
  test.each(others.map((other, at) => [at, other]))(
    'reads exactly as nobody matched, whatever else fails (%i)',
    (_at, other) => {
      for (const secret of secrets) expect(told(nurseAsks({ ...other, ...secret }))).toBe(NOT_MATCHED);
    },
  );
  test('is in no practitioner’s sentence, for any reason in the table', () => {
    for (const gate of GATES) {
      for (const code of REASON_CODES[gate]) {
        const decision = {
          outcome: 'refused',
          item: 'documents',
          level: 3,
          agreement: { id: 'a', version: '1', level: 2 },
          reasons: [{ gate, code }],
        } as unknown as Refused;
        expect(explain(decision, 'practitioner')).not.toMatch(
          /restrict|protected|identity|suspend|review|link/i,
        );
        expect(explain(decision, 'practitioner')).toMatch(/^[A-Z].*\.$/);
      }
    }
  });
});

describe('a governance lead is told everything', () => {
  test('of a refusal: the version, the clause and every reason', () => {
    const decision = decide(
      levelTwo,
      nurseAsks({ item: 'documents', link: 'suspended', training: 'lapsed' }),
    );
    expect(explain(decision, 'governance')).toBe(
      'Refused “documents”, under dumfries-and-galloway-demonstration version 2.0 (level 2), clause C17: the item is above the level in force; the item is above the level that the user’s organisation has agreed to; the item is above the level that the holder of the record has agreed to; the link was suspended; the user’s training had lapsed.',
    );
    expect(explainReasons(decision as Refused).at(-1)).toEqual({
      gate: 'training',
      code: 'training-lapsed',
      sentence: 'The user’s training had lapsed.',
    });
  });
  test('of a grant: what it rested on', () => {
    expect(explain(decide(levelTwo, nurseAsks()), 'governance')).toBe(
      'Granted “care-packages”, under dumfries-and-galloway-demonstration version 2.0 (level 2), clause C4: every gate held.',
    );
    expect(explain(decide(levelTwo, nurseAsks({ training: 'grace' })), 'governance')).toMatch(
      /the training was in its grace period\.$/,
    );
    const opened = nurseAsks({
      relationship: undefined,
      training: 'none',
      breakGlassUntil: instantOf(MONDAY + MINUTE),
    });
    expect(explain(decide(levelTwo, opened), 'governance')).toMatch(
      /every gate held, the relationship and the training only by an emergency opening; the training was overdue\.$/,
    );
  });
  test('where there is no agreement and no such item', () => {
    expect(explain(decide(undefined, nurseAsks({ item: 'x' as never })), 'governance')).toBe(
      'Refused an unknown item, under no agreement: no agreement is in force.',
    );
  });
  test('with a sentence of its own for every code', () => {
    const sentences = GATES.flatMap((gate) =>
      REASON_CODES[gate].map(
        (code) =>
          explainReasons({ outcome: 'refused', reasons: [{ gate, code }] } as unknown as Refused)[0]!
            .sentence,
      ),
    );
    expect(
      sentences.every((sentence) => /^The |^No |^Deciding /.test(sentence) && sentence.endsWith('.')),
    ).toBe(true);
    expect(new Set(sentences).size).toBe(
      new Set(GATES.flatMap((gate): readonly string[] => REASON_CODES[gate])).size,
    );
  });
});

test('every item of the data set has words that stand inside a sentence', () => {
  expect(Object.keys(ITEM_WORDS).sort()).toEqual([...COUNCIL_ITEMS, ...HEALTH_ITEMS].sort());
  expect(new Set(Object.values(ITEM_WORDS).map(({ words }) => words)).size).toBe(36);
});

test('a decision is explained the same however often', () => {
  const decision: Decision = decide(levelTwo, nurseAsks());
  expect(explain(decision, 'practitioner')).toBe(explain(decision, 'practitioner'));
});
