import { randomUUID } from 'node:crypto';
import { type BreakGlassReason, breakGlassReasons } from '@solway/agreement';
import { CHI_SYSTEM, type Instant, instantOf, MOSAIC_SYSTEM, readWords } from '@solway/kernel';
import type { Summary } from '@solway/record';
import { appendEntry, openBreakGlass, type OpenedView, raiseTask, transaction } from '@solway/store';
import { decideItems, type ItemDecision } from './decide.ts';
import { DisclosureError } from './error.ts';
import { directionOf } from './host.ts';
import { pageOf } from './page.ts';
import { type ResolvedPerson, resolvePerson } from './resolve.ts';
import { ofTheViewer } from './standing.ts';
import type { AgreementInForce, Walk } from './walk.ts';

/** Fewer letters than this give no reason that anybody could review. */
const SHORTEST_EXPLANATION = 10;
const LONGEST_EXPLANATION = 500;

/**
 * Emergency access as a page tells of it: open, or on offer where it would show this viewer more. It is reckoned from
 * the viewer alone, so that an offer never tells whether there is a record.
 */
export function emergencyOf(
  walk: Walk,
  opened: OpenedView,
  person: ResolvedPerson,
  decisions: readonly ItemDecision[],
  inForce: AgreementInForce | undefined,
  now: Instant,
): Summary['emergency'] {
  const until = opened.view.break_glass_until;
  if (until !== null && until > now) return { state: 'open', until };
  const rules = inForce?.compiled.agreement.breakGlass;
  if (inForce === undefined || rules === undefined) return undefined;
  const shut = ofTheViewer(decisions).flatMap(({ item, decision }) =>
    decision !== 'granted' &&
    decision.outcome === 'refused' &&
    decision.reasons.every(({ gate }) => (rules.opens as readonly string[]).includes(gate))
      ? [item]
      : [],
  );
  if (shut.length === 0) return undefined;
  const asIfOpen = decideItems(walk, opened, person, now, inForce, {
    only: shut,
    breakGlassUntil: untilOf(now, rules.minutes),
  });
  return ofTheViewer(asIfOpen).some(({ decision }) => decision === 'granted')
    ? { state: 'offered', minutes: rules.minutes }
    : undefined;
}

/**
 * The page that asks for the reason and warns. Nothing of the other side's record is on it.
 * @throws {DisclosureError} `break-glass-not-offered`
 */
export function askForReason(
  walk: Walk,
  opened: OpenedView,
): { readonly summary: Summary; readonly reasons: readonly BreakGlassReason[] } {
  const now = walk.clock();
  const inForce = walk.agreement();
  const person = resolvePerson(directionOf(walk, opened), opened);
  const decisions = decideItems(walk, opened, person, now, inForce);
  const emergency = emergencyOf(walk, opened, person, decisions, inForce, now);
  if (inForce === undefined || emergency?.state !== 'offered')
    throw new DisclosureError('break-glass-not-offered', 'emergency access would open nothing here');
  const body: Summary['body'] = { state: 'not-open', items: [] };
  return {
    summary: pageOf(walk, inForce, opened, person, { body, emergency }, now),
    reasons: breakGlassReasons(inForce.compiled.agreement),
  };
}

/**
 * Opens this view for an emergency: its entry, the row that tells the privacy officer, and the opening are one
 * transaction, before anything is shown. Said twice, it is one opening.
 * @throws {DisclosureError} `break-glass-not-offered`, `break-glass-reason-missing`, `break-glass-words-missing`,
 * `view-closed`
 */
export async function breakGlass(
  walk: Walk,
  opened: OpenedView,
  stated: { readonly reason: string; readonly words: string },
): Promise<OpenedView> {
  const { view } = opened;
  const now = walk.clock();
  if (view.break_glass_until !== null && view.break_glass_until > now) return opened;
  const { summary, reasons } = askForReason(walk, opened);
  if (summary.emergency?.state !== 'offered') throw new Error('unreachable: it was on offer');
  const reason = reasons.find((one) => one === stated.reason);
  if (reason === undefined)
    throw new DisclosureError('break-glass-reason-missing', 'emergency access needs one of the reasons');
  const explanation = readWords(stated.words, SHORTEST_EXPLANATION, LONGEST_EXPLANATION);
  if (explanation === undefined)
    throw new DisclosureError(
      'break-glass-words-missing',
      `what is happening is to be told in ${SHORTEST_EXPLANATION} to ${LONGEST_EXPLANATION} letters`,
    );
  const until = untilOf(now, summary.emergency.minutes);
  const id = randomUUID();
  const openUntil = await transaction(walk.db, async (tx) => {
    const standing = await openBreakGlass(tx, { id, viewId: view.view_id, reason, at: now, until });
    if (standing === undefined) throw new DisclosureError('view-closed', 'this view is closed');
    if (!standing.fresh) return standing.until;
    await appendEntry(tx, entryOf(opened, { id, at: now, reason, explanation }), aboutOf(opened));
    await raiseTask(tx, {
      kind: 'break-glass',
      chi: null,
      person_ids: [],
      detail: { breakGlass: id },
      raised_by: `${view.organisation}:${view.user_id}`,
      raised_at: now,
    });
    return standing.until;
  });
  return { ...opened, view: { ...view, break_glass_until: openUntil } };
}

function entryOf(
  { view }: OpenedView,
  said: {
    readonly id: string;
    readonly at: Instant;
    readonly reason: BreakGlassReason;
    readonly explanation: string;
  },
): Parameters<typeof appendEntry>[1] {
  return {
    id: said.id,
    kind: 'break-glass',
    at: said.at,
    organisation: view.organisation,
    correlationId: view.correlation_id,
    viewId: view.view_id,
    client: view.client_id,
    purpose: view.purpose,
    by: { organisation: view.organisation, role: view.role },
    reason: said.reason,
    personal: {
      user: { id: view.user_id, name: view.user_name },
      subject: { identifiers: [ownIdentifier(view)] },
      explanation: said.explanation,
    },
  };
}

/** As the user's own organisation knows the person: what a link would add is not told by the asking. */
function ownIdentifier(view: OpenedView['view']): { system: string; value: string } {
  return view.chi === null
    ? { system: MOSAIC_SYSTEM, value: view.person_id ?? 'none' }
    : { system: CHI_SYSTEM, value: view.chi };
}

function aboutOf({ view }: OpenedView): Parameters<typeof appendEntry>[2] {
  return view.chi === null ? {} : { chi: view.chi };
}

function untilOf(now: Instant, minutes: number): Instant {
  return instantOf(Date.parse(now) + minutes * 60_000);
}
