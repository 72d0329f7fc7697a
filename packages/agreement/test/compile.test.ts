import { describe, expect, test } from 'vitest';
import {
  type Agreement,
  compile,
  decide,
  type Fault,
  InvalidAgreementError,
  whoCouldSee,
} from '../src/index.ts';
import { BOARD, changed, clauseOf, nurseAsks, partyOf } from './demonstration.ts';

function faultsIn(change: (agreement: Agreement) => void): readonly Fault[] {
  try {
    compile(changed(change));
  } catch (error) {
    if (error instanceof InvalidAgreementError) return error.faults;
    throw error;
  }
  return [];
}

describe('compile refuses an agreement that a program has broken', () => {
  test('in shape, and says where', () => {
    expect(faultsIn((agreement) => void (partyOf(agreement, BOARD).name = ''))).toMatchObject([
      { code: 'value-invalid', path: ['parties', 1, 'name'] },
    ]);
    expect(faultsIn((agreement) => void (agreement.level = 7))).toMatchObject([
      { code: 'value-invalid', path: ['level'] },
    ]);
  });
  test('in sense, and says what', () => {
    const [fault, ...others] = faultsIn((agreement) => void (agreement.implementation.end = '2020-01-01'));
    expect(fault).toEqual({
      code: 'dates-contradict',
      path: ['implementation', 'end'],
      message: 'it ends on 2020-01-01, before it starts on 2026-01-05',
    });
    expect(others.map(({ code }) => code)).toEqual(['dates-contradict']);
  });
  test('in its roles: unknown, or in a circle that never ends', () => {
    const unknown = faultsIn(
      (agreement) => void (clauseOf(agreement, 'letters').to = ['wizard', 'practitioner']),
    );
    expect(unknown.map(({ code }) => code)).toEqual(['role-or-group-unknown']);
    const circle = faultsIn((agreement) => void agreement.groups['practitioner']!.push('council-all'));
    expect(new Set(circle.map(({ code }) => code))).toEqual(new Set(['group-circular']));
  });
  test('that is no agreement at all, with a coded error', () => {
    for (const broken of [undefined, null, 7, {}])
      expect(() => compile(broken as never)).toThrow(expect.objectContaining({ code: 'agreement-invalid' }));
    expect(() => compile({} as never)).toThrow(/^the agreement has \d+ problems, first: /);
  });
});

describe('compile', () => {
  test('takes an agreement with no joint role', () => {
    const alone = changed((agreement) => {
      delete agreement.roles.joint;
      const without = (names: string[]) => names.filter((name) => name !== 'home-team-member');
      for (const [group, members] of Object.entries(agreement.groups))
        agreement.groups[group] = without(members);
      for (const rows of [
        agreement.informationShared['council-to-health'],
        agreement.informationShared['health-to-council'],
      ])
        for (const clause of rows)
          clause.to = clause.to.join() === 'home-team-member' ? ['gp'] : without(clause.to);
      clauseOf(agreement, 'nursing-notes').to = ['social-worker'];
    });
    expect(decide(compile(alone), nurseAsks()).outcome).toBe('granted');
  });
  test('opens a group named twice, or reached by two ways, once', () => {
    const twice = compile(
      changed(
        (agreement) =>
          void (clauseOf(agreement, 'key-people').to = ['clinical', 'doctors', 'gp', 'clinical']),
      ),
    );
    const roles = whoCouldSee(twice, 'key-people').map(({ role }) => role);
    expect(roles).toHaveLength(new Set(roles).size);
    expect(roles).toHaveLength(11);
  });
  test('keeps nothing that the caller can still change', () => {
    const source = changed(() => {});
    const { agreement } = compile(source);
    expect(agreement).not.toBe(source);
    expect(Object.isFrozen(source)).toBe(false);
    expect(Object.isFrozen(agreement.informationShared['council-to-health'][0]?.to)).toBe(true);
  });
});
