import { randomBytes, randomUUID } from 'node:crypto';
import { type Instant, instantOf, parseViewId, type ViewId } from '@solway/kernel';
import type { ItemType, Mark, Summary } from '@solway/record';
import {
  appendDisclosure,
  appendEntry,
  countUnknownCodes,
  findView,
  keepMark,
  openView,
  type OpenedView,
  sessionOf,
  SIGN_IN_CLIENT,
} from '@solway/store';
import { type AssembledItem, assemble, refusedItem } from './assemble.ts';
import { emergencyOf } from './break-glass.ts';
import { decideItems } from './decide.ts';
import { DisclosureError } from './error.ts';
import { fetchItems, type ItemAnswer } from './fetch.ts';
import { directionOf } from './host.ts';
import { refuseHandle } from './handle-refused.ts';
import { hashOf } from './launch.ts';
import { OBJECTION_REASON, objectedItems } from './objection.ts';
import { pageOf } from './page.ts';
import { disclosedEntry, reasonsOf, refusedEntry } from './record.ts';
import { type ResolvedPerson, resolvePerson } from './resolve.ts';
import { ofTheViewer } from './standing.ts';
import type { AgreementInForce, Walk, WalkStep } from './walk.ts';

export interface Opened {
  readonly opened: OpenedView;
  /** The browser's secret, to be set as its cookie: the one it came with, or a new one. */
  readonly browserSecret: string;
}

/**
 * Step 2: the first opener of a handle wins; any other is refused and recorded.
 * @throws {DisclosureError} `handle-…`
 */
export async function openHandle(
  walk: Walk,
  asked: {
    readonly handle: string;
    readonly origin: string | undefined;
    readonly browserSecret: string | undefined;
  },
): Promise<Opened> {
  const now = walk.clock();
  const handleHash = hashOf(asked.handle);
  const browserSecret = asked.browserSecret ?? randomBytes(32).toString('base64url');
  if (asked.origin !== undefined) {
    const opened = await openView(walk.db, {
      handleHash,
      origin: asked.origin,
      viewId: parseViewId(randomUUID()),
      browserHash: hashOf(browserSecret),
      now,
      expiresAt: instantOf(Date.parse(now) + walk.limits.viewMinutes * 60_000),
    });
    if (opened !== undefined) return { opened: stillVouched(opened), browserSecret };
  }
  return refuseHandle(walk, handleHash, asked.origin, now);
}

/** A page of oversight rests on the directory alone: who has left it is out at once. */
function stillVouched(opened: OpenedView): OpenedView {
  if (opened.view.kind !== 'summary' && opened.context.staff === null) {
    throw new DisclosureError('view-closed', 'this user is not in their directory any more');
  }
  return opened;
}

/** A page of somebody who signed in ends with the sign-in, and its use keeps that from idling. */
async function stillSignedIn(walk: Walk, { view }: OpenedView): Promise<boolean> {
  const idle = walk.limits.signInIdleMinutes;
  return (await sessionOf(walk.db, { id: view.host_session }, walk.clock(), idle)) !== undefined;
}

/**
 * An open view, for an action on its page. `over: 'allowed'` takes one that has closed or expired as well, in the
 * browser that opened it: what was seen can still be reported when nothing more can be shown.
 * @throws {DisclosureError} `view-…`; another browser's attempt is recorded.
 */
export async function requireView(
  walk: Walk,
  asked: {
    readonly viewId: string;
    readonly browserSecret: string | undefined;
    readonly over?: 'allowed';
  },
): Promise<OpenedView> {
  let viewId: ViewId;
  try {
    viewId = parseViewId(asked.viewId);
  } catch (cause) {
    throw new DisclosureError('view-unknown', 'there is no such view', { cause });
  }
  const found = await findView(walk.db, viewId, hashOf(asked.browserSecret ?? ''), walk.clock());
  if (!('refused' in found)) {
    if (found.view.client_id === SIGN_IN_CLIENT && !(await stillSignedIn(walk, found)))
      throw new DisclosureError('view-expired', 'the sign-in of this page is over');
    return stillVouched(found);
  }
  const { refused, view, context } = found;
  if (asked.over === 'allowed' && (refused === 'closed' || refused === 'expired') && view && context) {
    return { view, context, over: true };
  }
  switch (refused) {
    case 'unknown-view':
      throw new DisclosureError('view-unknown', 'there is no such view');
    case 'second-browser':
      await appendEntry(walk.db, {
        id: randomUUID(),
        kind: 'launch-refused',
        at: walk.clock(),
        organisation: view?.organisation ?? 'solway',
        reason: 'second-browser',
        ...(view === undefined ? {} : { client: view.client_id, purpose: view.purpose }),
        personal: view === undefined ? null : { user: { id: view.user_id, name: view.user_name } },
      });
      throw new DisclosureError('view-other-browser', 'this view was opened in another browser');
    case 'closed':
      throw new DisclosureError('view-closed', 'this view is closed');
    case 'expired':
      throw new DisclosureError('view-expired', 'this view is past its time');
  }
}

/**
 * Steps 3 to 7 for an opened view: resolve, decide, fetch, assemble, record. When this returns, the ledger holds
 * the entry, and the summary may be released. `only` asks again for some items: a decision and an entry of its own.
 * The agreement is read once, so that one version decides, restricts and is recorded.
 * @throws {DisclosureError} `view-overtaken` where, as the entry is written, what was decided on no longer stands.
 */
export async function summarise(
  walk: Walk,
  opened: OpenedView,
  only?: readonly ItemType[],
): Promise<Summary> {
  const stepEnded = stopwatch(walk);
  stepEnded('opened');
  const person = resolvePerson(directionOf(walk, opened), opened);
  stepEnded('resolved');
  const now = walk.clock();
  const agreement = walk.agreement();
  const decisions = decideItems(walk, opened, person, now, agreement, only === undefined ? {} : { only });
  stepEnded('decided');
  const chi = person.chi === undefined ? {} : { chi: person.chi };
  const emergency = emergencyOf(walk, opened, person, decisions, agreement, now);
  const released = (body: Summary['body'], training?: Summary['training']): Summary =>
    pageOf(
      walk,
      agreement,
      opened,
      person,
      {
        body,
        ...(emergency === undefined ? {} : { emergency }),
        ...(training === undefined ? {} : { training }),
      },
      now,
    );
  const ofViewer = ofTheViewer(decisions);
  if (ofViewer.every(({ decision }) => decision !== 'granted')) {
    const reasons = reasonsOf(decisions);
    await appendEntry(walk.db, refusedEntry(opened, person, reasons, decisions, now, agreement), chi);
    stepEnded('recorded');
    return released({
      state: 'not-open',
      items: ofViewer.flatMap(({ item, decision }) =>
        decision === 'granted' ? [] : [refusedItem(item, decision)],
      ),
    });
  }
  const closed =
    person.link !== 'in-force' || person.protectedIdentity || (person.restricted && !person.allowListed);
  const objected = objectedItems(walk, opened, person, agreement);
  const open = closed
    ? []
    : decisions.filter(({ decision }) => decision.outcome === 'granted').map(({ item }) => item);
  const granted = open.filter((item) => !objected(item));
  // An objection to all of it reads as no match: that there is something to object to is told to nobody.
  const allObjected = open.length > 0 && granted.length === 0;
  const answers = await fetchItems(
    walk.sources[person.direction],
    person.targets,
    granted,
    walk.limits,
    opened.view.correlation_id.startsWith('00-') ? opened.view.correlation_id : undefined,
  );
  stepEnded('fetched');
  const assembled =
    closed || allObjected ? undefined : assemble(agreement, opened, person, decisions, answers, objected);
  stepEnded('assembled');
  const unknown = !closed && isSilent(answers) && walk.restrictionsCurrent?.(person.direction) === false;
  if (unknown || assembled === undefined || assembled.state === 'restricted-by-source') {
    const marked = assembled?.state === 'restricted-by-source' ? assembled.mark : undefined;
    const beyond = allObjected
      ? OBJECTION_REASON
      : unknown
        ? UNKNOWN
        : marked && `restriction:${marked}-at-source`;
    const reasons = beyond === undefined ? reasonsOf(decisions) : [beyond];
    await appendEntry(walk.db, refusedEntry(opened, person, reasons, decisions, now, agreement, beyond), chi);
    stepEnded('recorded');
    if (marked !== undefined) keep(walk, person, marked, now);
    return released({ state: 'not-matched' });
  }
  const { items } = assembled;
  await recordDisclosure(walk, opened, person, items, now, agreement);
  stepEnded('recorded');
  countUnknown(walk, person, answers);
  const body = { state: 'matched', items: items.map((one: AssembledItem) => one.view) } as const;
  return released(body, trainingOf(items));
}

/** Whether something was shown although the viewer's training is due: they are told, every time. */
function trainingOf(items: readonly AssembledItem[]): Summary['training'] {
  const granted = items.flatMap(({ decision }) => (decision.outcome === 'granted' ? [decision] : []));
  if (granted.some(({ trainingOverdue }) => trainingOverdue)) return 'overdue';
  return granted.some(({ trainingInGrace }) => trainingInGrace) ? 'grace' : undefined;
}

/** A source that says nothing at all does not say that the person is not restricted. */
const UNKNOWN = 'restriction:unknown';

function isSilent(answers: readonly ItemAnswer[]): boolean {
  return (
    answers.length > 0 &&
    answers.every(({ answer }) => answer.state === 'unavailable' && answer.because !== 'person-not-found')
  );
}

/** The next look need not ask the source, and so takes no longer than one at a person who is not matched. */
function keep(walk: Walk, person: ResolvedPerson, mark: Mark, now: Instant): void {
  if (mark !== 'restricted-person' && mark !== 'protected-identity') return;
  const about =
    person.direction === 'council-to-health' ? { personIds: person.targets } : { chi: person.targets };
  keepMark(walk.db, about, mark, now).catch(() => undefined);
}

/** What was decided at the start of the walk is recorded, and so released, only where it still stands at its end. */
async function recordDisclosure(
  walk: Walk,
  opened: OpenedView,
  person: ResolvedPerson,
  items: readonly AssembledItem[],
  decidedAt: Instant,
  agreement: AgreementInForce | undefined,
): Promise<void> {
  const about = person.chi === undefined ? {} : { chi: person.chi };
  const decisions = items.map(({ view: { item }, decision }) => ({ item, decision }));
  const now = walk.clock();
  if (
    agreement !== undefined &&
    walk.agreement()?.digest === agreement.digest &&
    (await appendDisclosure(
      walk.db,
      disclosedEntry(walk, opened, person, items, decidedAt, agreement),
      about,
      { context: opened.context, agreementDigest: agreement.digest, now },
    ))
  ) {
    return;
  }
  const changed = 'view:changed-while-assembled';
  await appendEntry(
    walk.db,
    refusedEntry(opened, person, [changed], decisions, now, agreement, changed),
    about,
  );
  throw new DisclosureError('view-overtaken', 'what this page rests on changed while it was put together');
}

/** Codes the mapping did not know are counted after the page has gone: nobody waits for it. */
function countUnknown(walk: Walk, person: ResolvedPerson, answers: readonly ItemAnswer[]): void {
  const codes = answers.flatMap(({ answer }) => (answer.state === 'answered' ? answer.unknownCodes : []));
  if (codes.length === 0) return;
  countUnknownCodes(walk.db, walk.sources[person.direction].name, codes, walk.clock()).catch(() => undefined);
}

function stopwatch(walk: Walk): (step: WalkStep) => void {
  let last = performance.now();
  return (step) => {
    const now = performance.now();
    walk.observe?.(step, now - last);
    last = now;
  };
}
