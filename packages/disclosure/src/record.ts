import { randomUUID } from 'node:crypto';
import { type Decision, GATES } from '@solway/agreement';
import { CHI_SYSTEM, type Instant, MOSAIC_SYSTEM } from '@solway/kernel';
import type { EntryOf } from '@solway/ledger';
import type { Freshness } from '@solway/record';
import type { OpenedView } from '@solway/store';
import type { AssembledItem } from './assemble.ts';
import type { ResolvedPerson } from './resolve.ts';
import type { AgreementInForce, Walk } from './walk.ts';

type LedgerItem = NonNullable<EntryOf<'refused'>['items']>[number];

/** Step 7: the entry for what is about to be released. */
export function disclosedEntry(
  walk: Walk,
  opened: OpenedView,
  person: ResolvedPerson,
  items: readonly AssembledItem[],
  at: Instant,
  agreement: AgreementInForce,
): EntryOf<'disclosed'> {
  const { view } = opened;
  return {
    ...envelope(opened, at),
    kind: 'disclosed',
    agreement: referenceTo(agreement),
    items: items.map((item) => ledgerItem(item, walk.sources[person.direction].name)),
    personal: {
      user: { id: view.user_id, name: view.user_name },
      subject: subjectOf(opened, person),
      basis: basisOf(view),
      shown: items.flatMap(({ view: { item }, digest }) => (digest === undefined ? [] : [{ item, digest }])),
    },
  };
}

/** With neither a relationship nor a stated purpose, only emergency access can have shown anything. */
function basisOf(view: OpenedView['view']): EntryOf<'disclosed'>['personal']['basis'] {
  if (view.relationship !== null) return { kind: 'relationship', words: view.relationship };
  return view.stated_purpose === null
    ? { kind: 'break-glass', words: 'emergency access' }
    : { kind: 'stated-purpose', words: view.stated_purpose };
}

/** Every gate that failed, as `gate:code`. */
export function reasonsOf(items: readonly { readonly decision: Decision }[]): readonly string[] {
  return items.flatMap(({ decision }) =>
    decision.outcome === 'refused' ? decision.reasons.map((one) => `${one.gate}:${one.code}`) : [],
  );
}

/** The entry for a page that shows nothing of the other side's record: its true reasons, which the page does not tell. */
export function refusedEntry(
  opened: OpenedView,
  person: ResolvedPerson,
  reasons: readonly string[],
  items: readonly { readonly item: string; readonly decision: Decision }[],
  at: Instant,
  agreement: AgreementInForce | undefined,
  /** What withheld every item beyond its own decision, as `gate:code`. */
  beyond?: string,
): EntryOf<'refused'> {
  const { view } = opened;
  return {
    ...envelope(opened, at),
    kind: 'refused',
    reasons: [...new Set(reasons)],
    ...(agreement === undefined ? {} : { agreement: referenceTo(agreement) }),
    items: items.map(({ item, decision }) => ({
      item,
      outcome: 'not-shared',
      count: 0,
      ...explained(decision, beyond),
    })),
    personal: {
      user: { id: view.user_id, name: view.user_name },
      subject: subjectOf(opened, person),
      ...(view.stated_purpose === null ? {} : { statedPurpose: view.stated_purpose }),
    },
  };
}

function referenceTo({ compiled, digest }: AgreementInForce): EntryOf<'disclosed'>['agreement'] {
  return { id: compiled.id, version: compiled.version, digest };
}

function envelope({ view }: OpenedView, at: Instant) {
  return {
    id: randomUUID(),
    at,
    organisation: view.organisation,
    correlationId: view.correlation_id,
    viewId: view.view_id,
    client: view.client_id,
    purpose: view.purpose,
    by: { organisation: view.organisation, role: view.role },
  } as const;
}

function ledgerItem(
  { view: { item, outcome }, decision, barred, beyond }: AssembledItem,
  source: string,
): LedgerItem {
  const common = { item, ...explained(decision, beyond) };
  const noted = [
    ...(barred > 0 ? [`entries-barred-by-mark:${barred}`] : []),
    ...(decision.outcome === 'granted'
      ? decision.openedByBreakGlass.map((gate) => `opened-by-break-glass:${gate}`)
      : []),
  ];
  const reasons = noted.length > 0 ? { reasons: noted } : {};
  switch (outcome.state) {
    case 'shown':
      return {
        ...common,
        ...reasons,
        outcome: 'shown',
        count: outcome.entries.length,
        ...fresh(outcome.freshness, source),
      };
    case 'none-recorded':
      return {
        ...common,
        ...reasons,
        outcome: 'none-recorded',
        count: 0,
        ...fresh(outcome.freshness, source),
      };
    case 'unreadable':
      return {
        ...common,
        outcome: 'unavailable',
        count: 0,
        reasons: ['unreadable'],
        ...fresh(outcome.freshness, source),
      };
    case 'unavailable':
      return { ...common, outcome: 'unavailable', count: 0, reasons: [outcome.because], source };
    case 'not-shared':
      return { ...common, outcome: 'not-shared', count: 0 };
  }
}

function fresh({ kind, asOf }: Freshness, source: string): Pick<LedgerItem, 'source' | 'freshness' | 'asOf'> {
  return { source, freshness: kind, asOf };
}

function explained(
  decision: Decision,
  beyond?: string,
): { clause?: string; reasons?: string[]; gate?: string } {
  const own =
    decision.outcome === 'granted' ? [] : decision.reasons.map((reason) => `${reason.gate}:${reason.code}`);
  // Where its gate stands among the others, as if it had been decided with them.
  const reasons = beyond === undefined ? own : [...own, beyond].sort((a, b) => orderOf(a) - orderOf(b));
  return {
    ...(decision.clause === undefined ? {} : { clause: decision.clause }),
    ...(reasons[0] === undefined ? {} : { gate: gateOf(reasons[0]), reasons }),
  };
}

const gateOf = (reason: string): string => reason.split(':')[0] ?? reason;
const orderOf = (reason: string): number => (GATES as readonly string[]).indexOf(gateOf(reason));

function subjectOf(
  { view }: OpenedView,
  person: ResolvedPerson,
): { identifiers: { system: string; value: string }[] } {
  const mosaic =
    person.direction === 'council-to-health'
      ? person.targets
      : view.person_id === null
        ? []
        : [view.person_id];
  return {
    identifiers: [
      ...(person.chi === undefined ? [] : [{ system: CHI_SYSTEM, value: person.chi }]),
      ...mosaic.map((value) => ({ system: MOSAIC_SYSTEM, value })),
    ],
  };
}
