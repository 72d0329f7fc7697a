import { isItemType } from '@solway/record';
import { type CompiledAgreement, tableBehind } from './compile.ts';
import type { AccessRequest, Decision, OpenableGate } from './decision.ts';
import {
  agreementGate,
  clauseGate,
  levelGate,
  purposeGate,
  relationshipGate,
  roleGate,
  standingGates,
  trainingGate,
} from './gates.ts';
import { readRequest } from './read-request.ts';
import type { CodeOf, Reason } from './reason.ts';

/**
 * May this user see this item about this person, now, for this purpose? Pure: the same answer for the same
 * arguments. Refuses by default, gives every reason in gate order, and never throws: whatever goes wrong in
 * deciding is a refusal.
 * @param compiled the version in force; undefined where there is none.
 */
export function decide(compiled: CompiledAgreement | undefined, request: AccessRequest): Decision {
  return decideBy(compiled, request, 'its-own-dates');
}

/** As `decide`; `as-if-in-force` leaves the agreement's dates out, for replaying the past under a proposal. */
export function decideBy(
  compiled: CompiledAgreement | undefined,
  request: AccessRequest,
  dates: 'its-own-dates' | 'as-if-in-force',
): Decision {
  try {
    return judge(compiled, request, dates === 'its-own-dates');
  } catch {
    // A getter or a proxy can throw from anywhere, so nothing of the request is touched again here.
    return { outcome: 'refused', reasons: [{ gate: 'request', code: 'decision-failed' }] };
  }
}

function judge(
  compiled: CompiledAgreement | undefined,
  request: AccessRequest,
  heedDates: boolean,
): Decision {
  const malformed: CodeOf<'request'>[] = [];
  const asked = readRequest(request, malformed);
  const table = tableBehind(compiled);
  const item = isItemType(asked.item) ? asked.item : undefined;
  const clause = item === undefined ? undefined : table?.clauses.get(item);
  const opened: OpenableGate[] = [];
  const reasons: readonly Reason[] =
    malformed.length > 0
      ? malformed.map((code) => ({ gate: 'request', code }))
      : [
          ...(table === undefined
            ? [noAgreement(compiled)]
            : [
                ...agreementGate(table, asked, heedDates),
                ...clauseGate(table, clause, item, asked),
                ...levelGate(table, clause, asked),
                ...roleGate(table, clause, asked),
                ...purposeGate(table, clause, asked),
              ]),
          ...standingGates(asked),
          ...relationshipGate(table, asked, opened),
          ...trainingGate(table, clause, asked, opened),
        ];

  if (reasons.length === 0 && item !== undefined && table !== undefined && clause !== undefined)
    return {
      outcome: 'granted',
      item,
      agreement: table.reference,
      clause: clause.id,
      level: clause.level,
      openedByBreakGlass: opened,
      trainingInGrace: asked.training === 'grace',
      trainingOverdue: asked.training === 'lapsed' || asked.training === 'none',
    };
  const [first = { gate: 'request', code: 'decision-failed' } as const, ...others] = reasons;
  return {
    outcome: 'refused',
    ...(item === undefined ? {} : { item }),
    ...(table === undefined ? {} : { agreement: table.reference }),
    ...(clause === undefined ? {} : { clause: clause.id, level: clause.level }),
    reasons: [first, ...others],
  };
}

function noAgreement(compiled: CompiledAgreement | undefined): Reason {
  return { gate: 'agreement', code: compiled === undefined ? 'no-agreement' : 'agreement-not-compiled' };
}
