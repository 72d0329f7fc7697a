import type {
  AuditEvent,
  AuditEventAgent,
  AuditEventEntity,
  Coding,
  Identifier,
  Reference,
} from '@medplum/fhirtypes';
import type { OpenedEntry, PublicEntry } from '@solway/ledger';
import { AGENT, BREAK_GLASS, ENTITY, PROFILE, purposeOfEvent, SERVER, SUBTYPE, TYPE } from './codes.ts';

/** Whose audit system an event is for, and what the entries themselves do not say. */
export interface AuditContext {
  /** The organisation that receives the events, by its id in the agreement. */
  readonly audience: string;
  /** Solway's own public address: the observer of every event. */
  readonly server: string;
  /** An organisation's name, and which one holds the record that somebody of this organisation was shown. */
  readonly nameOf: (organisation: string) => string;
  readonly holderFor: (organisation: string) => string;
  /** The system of the numbers by which this organisation knows people. */
  readonly numbers: string;
}

type Look = Extract<PublicEntry, { kind: 'disclosed' | 'refused' | 'break-glass' }>;

/**
 * An entry of the ledger as IHE BALP AuditEvents, for one organisation. The employer of whoever looked gets the
 * decision, and of a disclosure the patient read and the disclosure as its recipient has it; the holder of the record
 * gets the disclosure at its source, and nothing of looks that showed nothing. Every other entry gives none.
 */
export function auditEvents({ entry, personal }: OpenedEntry, context: AuditContext): readonly AuditEvent[] {
  if (entry.kind !== 'disclosed' && entry.kind !== 'refused' && entry.kind !== 'break-glass') return [];
  const who = whoOf(personal, context.numbers);
  const looked = entry.by.organisation === context.audience;
  const held = context.holderFor(entry.by.organisation) === context.audience;
  if (looked) {
    const decision = decisionEvent(entry, who, context);
    return entry.kind === 'disclosed'
      ? [decision, readEvent(entry, who, context), disclosureEvent(entry, who, context, 'recipient')]
      : [decision];
  }
  return held && entry.kind === 'disclosed' ? [disclosureEvent(entry, who, context, 'source')] : [];
}

interface Who {
  readonly user: Reference<never>;
  readonly name: string;
  readonly patient: Reference<never>;
}

/** At the end of retention a person is erased from an entry: the event says so, and stays valid. */
function whoOf(personal: OpenedEntry['personal'], numbers: string): Who {
  const user = personal !== null && 'user' in personal ? personal.user : undefined;
  const subject = personal !== null && 'subject' in personal ? personal.subject : undefined;
  const identifiers = subject?.identifiers ?? [];
  const identifier = identifiers.find((one) => one.system === numbers);
  return {
    user: user === undefined ? { display: 'Erased' } : { identifier: { value: user.id }, display: user.name },
    name: user?.name ?? 'Erased',
    patient:
      identifier === undefined
        ? { type: 'Patient', display: 'Erased or not named' }
        : { type: 'Patient', identifier: { ...identifier } },
  };
}

function readEvent(entry: Look, who: Who, context: AuditContext): AuditEvent {
  return {
    ...common(entry, context, 'read', PROFILE.patientRead),
    type: TYPE.rest,
    subtype: [SUBTYPE.read],
    action: 'R',
    agent: [client(entry, AGENT.destination), server(context, AGENT.source), userAgent(entry, who)],
    entity: [patientEntity(who), ...requestEntity(entry), shownEntity(entry)],
  };
}

function disclosureEvent(
  entry: Extract<Look, { kind: 'disclosed' }>,
  who: Who,
  context: AuditContext,
  side: 'source' | 'recipient',
): AuditEvent {
  const source = server(context, AGENT.source);
  const recipient = client(entry, AGENT.destination);
  // The profile asks that the reporting side's agent is the observer: Solway, which reports for either side.
  const observer = { who: observerOf(context) };
  return {
    ...common(entry, context, side, side === 'source' ? PROFILE.source : PROFILE.recipient),
    type: side === 'source' ? TYPE.export : TYPE.import,
    subtype: [SUBTYPE.disclose],
    action: side === 'source' ? 'R' : 'C',
    agent: [
      side === 'source'
        ? { ...source, ...observer }
        : { ...source, who: organisationOf(entry, context, 'holder') },
      side === 'recipient' ? { ...recipient, ...observer } : recipient,
      {
        type: { coding: [AGENT.custodian] },
        who: organisationOf(entry, context, 'holder'),
        requestor: false,
      },
      userAgent(entry, who),
    ],
    entity: [patientEntity(who), shownEntity(entry), agreementEntity(entry)].filter(
      (one) => one !== undefined,
    ),
  };
}

function decisionEvent(entry: Look, who: Who, context: AuditContext): AuditEvent {
  const refused = entry.kind === 'refused';
  return {
    ...common(entry, context, 'decision', PROFILE.decision),
    type: TYPE.alert,
    subtype: [SUBTYPE.decision],
    action: 'E',
    outcome: refused ? '8' : '0',
    ...(refused ? { outcomeDesc: entry.reasons.join(', ') } : {}),
    agent: [
      { type: { coding: [AGENT.authorizer] }, who: observerOf(context), requestor: false },
      client(entry, AGENT.application),
      userAgent(entry, who),
      {
        type: { coding: [AGENT.organisation] },
        who: organisationOf(entry, context, 'looker'),
        requestor: false,
      },
    ],
    entity: [
      patientEntity(who),
      agreementEntity(entry) ?? { type: ENTITY.consent, what: { display: 'No agreement in force is named' } },
    ],
  };
}

type Common = Pick<
  AuditEvent,
  'resourceType' | 'id' | 'meta' | 'recorded' | 'outcome' | 'purposeOfEvent' | 'source'
>;

function common(entry: Look, context: AuditContext, suffix: string, profile: string): Common {
  return {
    resourceType: 'AuditEvent',
    id: `${entry.id}-${suffix}`,
    meta: { profile: [profile] },
    recorded: entry.at,
    outcome: '0',
    purposeOfEvent: purposeOfEvent(entry.purpose, entry.kind === 'break-glass' ? [BREAK_GLASS] : []),
    source: { site: context.server, observer: observerOf(context), type: [SERVER] },
  };
}

function observerOf(context: AuditContext): Reference<never> {
  return { type: 'Device', identifier: { value: context.server }, display: 'Solway' };
}

function server(context: AuditContext, type: Coding): AuditEventAgent {
  return {
    type: { coding: [type] },
    who: observerOf(context),
    requestor: false,
    network: { address: context.server, type: '5' },
  };
}

function client(entry: Look, type: Coding): AuditEventAgent {
  return {
    type: { coding: [type] },
    who: { identifier: { value: entry.client } },
    requestor: false,
    network: { address: entry.client, type: '1' },
  };
}

function userAgent(entry: Look, who: Who): AuditEventAgent {
  return {
    type: { coding: [AGENT.user] },
    role: [{ text: entry.by.role }],
    who: who.user,
    name: who.name,
    requestor: true,
    purposeOfUse: purposeOfEvent(entry.purpose),
  };
}

function organisationOf(entry: Look, context: AuditContext, which: 'looker' | 'holder'): Reference<never> {
  const id = which === 'looker' ? entry.by.organisation : context.holderFor(entry.by.organisation);
  return { type: 'Organization', identifier: { value: id }, display: context.nameOf(id) };
}

function patientEntity({ patient }: Who): AuditEventEntity {
  return { type: ENTITY.person, role: ENTITY.patient, what: patient };
}

function requestEntity(entry: Look): readonly AuditEventEntity[] {
  if (entry.correlationId === undefined) return [];
  return [{ type: ENTITY.request, what: { identifier: { value: entry.correlationId } } }];
}

/** What was shown, by item and count: never what it said. */
function shownEntity(entry: Look): AuditEventEntity {
  const items = (entry.kind === 'break-glass' ? [] : (entry.items ?? [])).filter(
    (one) => one.outcome === 'shown',
  );
  const identifier: Identifier = { system: 'urn:solway:ledger-entry', value: entry.id };
  return {
    type: ENTITY.system,
    role: ENTITY.report,
    what: { identifier },
    ...(items.length === 0
      ? {}
      : { detail: items.map(({ item, count }) => ({ type: item, valueString: String(count) })) }),
  };
}

function agreementEntity(entry: Look): AuditEventEntity | undefined {
  if (entry.kind === 'break-glass' || entry.agreement === undefined) return undefined;
  const { id, version, digest } = entry.agreement;
  return {
    type: ENTITY.consent,
    what: { type: 'Consent', identifier: { system: 'urn:solway:agreement', value: `${id}/${version}` } },
    detail: [{ type: 'sha-256', valueString: digest }],
  };
}
