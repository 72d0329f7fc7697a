import type { ItemType } from '@solway/record';
import type { OpenableGate } from './decision.ts';
import type { ReadRequest } from './read-request.ts';
import type { Reason } from './reason.ts';
import { type Table, type TableClause, type TableParty, withoutTrainingKey } from './table.ts';

/** What one gate says: the reasons it failed for, none where it held. */
type Verdict = Reason[];

/** The agreement is in force at this moment, for the user's organisation and for the record's holder. */
export function agreementGate(table: Table, asked: ReadRequest, heedDates: boolean): Verdict {
  const failed: Verdict = [];
  const user = table.parties.get(asked.organisation);
  const holder = table.parties.get(asked.holder);
  const within = (party: TableParty) =>
    !heedDates || party.periods.some(({ fromMs, untilMs }) => fromMs <= asked.atMs && asked.atMs < untilMs);
  if (heedDates && asked.atMs < table.startMs)
    failed.push({ gate: 'agreement', code: 'agreement-not-started' });
  if (heedDates && asked.atMs >= table.endMs) failed.push({ gate: 'agreement', code: 'agreement-ended' });
  if (user === undefined) failed.push({ gate: 'agreement', code: 'organisation-not-party' });
  else if (!within(user)) failed.push({ gate: 'agreement', code: 'organisation-not-in-force' });
  if (holder === undefined) failed.push({ gate: 'agreement', code: 'holder-not-party' });
  else if (!within(holder)) failed.push({ gate: 'agreement', code: 'holder-not-in-force' });
  return failed;
}

/** A clause names the item, and the holder is of the kind that sends it. */
export function clauseGate(
  table: Table,
  clause: TableClause | undefined,
  item: ItemType | undefined,
  asked: ReadRequest,
): Verdict {
  if (item === undefined) return [{ gate: 'clause', code: 'item-unknown' }];
  if (clause === undefined) return [{ gate: 'clause', code: 'item-not-named' }];
  const holder = table.parties.get(asked.holder);
  return holder !== undefined && holder.kind !== clause.from
    ? [{ gate: 'clause', code: 'holder-not-sender' }]
    : [];
}

/** The level in force reaches the item, and so does what each of the two parties has agreed to. */
export function levelGate(table: Table, clause: TableClause | undefined, asked: ReadRequest): Verdict {
  if (clause === undefined) return [];
  const failed: Verdict = [];
  const user = table.parties.get(asked.organisation);
  const holder = table.parties.get(asked.holder);
  if (clause.level > table.reference.level) failed.push({ gate: 'level', code: 'item-above-level' });
  if (user !== undefined && clause.level > user.level)
    failed.push({ gate: 'level', code: 'item-above-organisation-level' });
  if (holder !== undefined && clause.level > holder.level)
    failed.push({ gate: 'level', code: 'item-above-holder-level' });
  return failed;
}

/** The user's organisation receives the item and vouches for the role, and the clause names the role. */
export function roleGate(table: Table, clause: TableClause | undefined, asked: ReadRequest): Verdict {
  if (!table.roles.has(asked.role)) return [{ gate: 'role', code: 'role-unknown' }];
  const failed: Verdict = [];
  const user = table.parties.get(asked.organisation);
  if (user !== undefined && !user.roles.has(asked.role))
    failed.push({ gate: 'role', code: 'role-not-of-organisation' });
  if (clause === undefined) return failed;
  if (user !== undefined && user.kind !== clause.to)
    failed.push({ gate: 'role', code: 'organisation-not-recipient' });
  if (!clause.roles.has(asked.role)) failed.push({ gate: 'role', code: 'role-not-named' });
  return failed;
}

export function purposeGate(table: Table, clause: TableClause | undefined, asked: ReadRequest): Verdict {
  if (!table.purposes.has(asked.purpose)) return [{ gate: 'purpose', code: 'purpose-unknown' }];
  return clause !== undefined && !clause.purposes.has(asked.purpose)
    ? [{ gate: 'purpose', code: 'purpose-not-named' }]
    : [];
}

/** The gates that rest on no agreement: the sign-in, the link, and what is marked on the person. */
export function standingGates(asked: ReadRequest): Verdict {
  const failed: Verdict = [];
  if (asked.signInExpiresMs <= asked.atMs) failed.push({ gate: 'sign-in', code: 'sign-in-expired' });
  if (!asked.roleVouched) failed.push({ gate: 'sign-in', code: 'role-not-vouched' });
  if (asked.link !== 'in-force') failed.push({ gate: 'link', code: `link-${asked.link}` });
  if (asked.restricted && !asked.allowListed) failed.push({ gate: 'restriction', code: 'person-restricted' });
  if (asked.protectedIdentity) failed.push({ gate: 'protected-identity', code: 'identity-protected' });
  return failed;
}

/** A recorded relationship or a stated purpose, or an emergency opening in place of one. */
export function relationshipGate(
  table: Table | undefined,
  asked: ReadRequest,
  opened: OpenableGate[],
): Verdict {
  if (asked.related) return [];
  return unlessOpened(table, asked, { gate: 'relationship', code: 'relationship-none' }, opened);
}

/** Training is current, or what the agreement says of being without it lets the user by. */
export function trainingGate(
  table: Table | undefined,
  clause: TableClause | undefined,
  asked: ReadRequest,
  opened: OpenableGate[],
): Verdict {
  switch (asked.training) {
    case 'current':
      return [];
    case 'grace':
      if (table === undefined || table.graceAllowed) return [];
      return unlessOpened(table, asked, { gate: 'training', code: 'training-grace-not-allowed' }, opened);
    case 'lapsed':
    case 'none': {
      const reason: Reason = { gate: 'training', code: `training-${asked.training}` };
      const means =
        clause && table?.withoutTraining.get(withoutTrainingKey(asked.training, clause.level, asked.purpose));
      if (means === 'warn') return [];
      if (means === 'refuse') return [reason];
      return unlessOpened(table, asked, reason, opened);
    }
  }
}

/** Lets an emergency opening stand in for a gate that failed, where the agreement says it may and its time is right. */
function unlessOpened(
  table: Table | undefined,
  asked: ReadRequest,
  reason: Reason & { gate: OpenableGate },
  opened: OpenableGate[],
): Verdict {
  const { gate } = reason;
  if (table === undefined || asked.breakGlassUntilMs === undefined || !table.breakGlassOpens.has(gate))
    return [reason];
  const remainingMs = asked.breakGlassUntilMs - asked.atMs;
  if (remainingMs <= 0) return [reason, { gate, code: 'break-glass-expired' }];
  if (remainingMs > table.breakGlassMs) return [reason, { gate, code: 'break-glass-too-long' }];
  opened.push(gate);
  return [];
}
