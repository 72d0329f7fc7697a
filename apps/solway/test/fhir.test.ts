import type { Bundle, CapabilityStatement, OperationOutcome, Resource } from '@medplum/fhirtypes';
import { HEALTH_ITEMS } from '@solway/record';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CHI, linkAs } from '../../../packages/disclosure/test/walk-fixture.ts';
import { r4Problems } from '../../../packages/fhir/test/r4-validator.ts';
import { FhirServer } from './fhir-scene.ts';

let server: FhirServer;
let token: string;
let patient: string;
beforeAll(async () => {
  server = await FhirServer.begin();
});
afterAll(() => server.end());
beforeEach(async () => {
  await server.reset();
  token = await server.systemToken();
  patient = server.fhir.service.ids.patientId('health-hub', { chi: CHI });
});

const codesOf = (resource: Resource): readonly string[] => {
  const outcome =
    resource.resourceType === 'Bundle'
      ? (resource.entry?.find(({ search }) => search?.mode === 'outcome')?.resource as
          OperationOutcome | undefined)
      : resource.resourceType === 'OperationOutcome'
        ? resource
        : undefined;
  return outcome?.issue.map(({ details }) => details?.coding?.[0]?.code ?? '') ?? [];
};
const get = async (address: string, headers: Record<string, string> = {}, as = token) => {
  const answer = await server.fetch(as, address, headers);
  const resource = answer.json<Resource>();
  expect(answer.headers['content-type']).toMatch(/^application\/fhir\+json/);
  expect(answer.headers['cache-control']).toBe('no-store');
  return {
    status: answer.statusCode,
    resource,
    codes: codesOf(resource),
    headers: answer.headers,
    body: answer.body,
  };
};
const matchesOf = (resource: Resource) =>
  ((resource as Bundle).entry ?? [])
    .filter(({ search }) => search?.mode === 'match')
    .map((one) => one.resource!);
const council = async () => ({
  token: await server.systemToken('council-hub'),
  patient: server.fhir.service.ids.patientId('council-hub', { personId: '501' as never }),
});

const match = async (who: object, over: readonly object[] = [], as = token) => {
  const answer = await server.app.inject({
    method: 'POST',
    url: '/fhir/R4/Patient/$match',
    headers: { authorization: `Bearer ${as}`, 'content-type': 'application/fhir+json' },
    payload: JSON.stringify({
      resourceType: 'Parameters',
      parameter: [{ name: 'resource', resource: { resourceType: 'Patient', ...who } }, ...over],
    }),
  });
  const resource = answer.json<Resource>();
  return { status: answer.statusCode, resource, codes: codesOf(resource) };
};
const SMITH = {
  name: [{ family: 'Smith', given: ['Jean'] }],
  birthDate: '1945-07-14',
  gender: 'female',
  address: [{ postalCode: 'DG1 1AA' }],
};

describe('a search', () => {
  it('finds the patient by number, and then what is shared about them', async () => {
    const found = await get(`Patient?identifier=urn:oid:2.16.840.1.113883.2.1.3.2.4.16.53|${CHI}`);
    expect(matchesOf(found.resource)).toMatchObject([
      { id: patient, name: [{ family: 'Smith', given: ['Jean'] }] },
    ]);
    const flags = await get(`Flag?patient=Patient/${patient}`);
    expect(flags.status).toBe(200);
    expect(matchesOf(flags.resource).length).toBeGreaterThan(4);
  });

  it('finds a person by each of the systems that CHI numbers are written in, by POST as well', async () => {
    for (const system of [
      'https://fhir.nhs.uk/Id/chi-number',
      'http://fhir.nhs.scot.uk/Id/national/chi-number',
    ]) {
      const posted = await server.form(
        '/fhir/R4/Patient/_search',
        { identifier: `${system}|${CHI}` },
        { authorization: `Bearer ${token}` },
      );
      expect(matchesOf(posted.json())).toHaveLength(1);
    }
  });

  it.each([
    ['family=smi&birthdate=1945-07-14', 1],
    ['family=Smith&birthdate=1945-07-14&gender=female', 1],
    ['family=Smith&birthdate=1945-07-14&gender=male', 0],
    ['family=Smith&birthdate=1945-07-15', 0],
    ['family=%25&birthdate=1945-07-14', 0],
    ['family=S_ith&birthdate=1945-07-14', 0],
    [`family=' or 1=1 --&birthdate=1945-07-14`, 0],
    ['identifier=1407451244', 0],
    ['identifier=', 400],
    ['family=Smith', 400],
    ['birthdate=1945-07-14', 400],
    ['family=Smith&birthdate=1945', 400],
    ['identifier=https://fhir.nhs.uk/Id/nhs-number|9999999999', 400],
  ])('Patient?%s', async (query, wanted) => {
    const { status, resource } = await get(`Patient?${query}`);
    if (wanted === 400) expect(status).toBe(400);
    else expect([status, (resource as Bundle).total]).toEqual([200, wanted]);
  });

  it('shows nobody of a crowd', async () => {
    await server.fresh.db.query(
      `insert into chi_person (chi, surname, forenames, birth_date, loaded_at)
       select '14074500' || n, 'Smith', '{A}', '1945-07-14', now() from generate_series(10, 25) n`,
    );
    const { status, codes, body } = await get('Patient?family=Smith&birthdate=1945-07-14');
    expect([status, codes]).toEqual([400, ['fhir-too-many']]);
    expect(body).not.toContain('Jean');
  });

  it('finds nobody by a name that they no longer have', async () => {
    await server.fresh.db.query(
      `update chi_person set previous_surnames = '{Jones}', birth_surname = 'Jones'`,
    );
    expect((await get('Patient?family=Jones&birthdate=1945-07-14')).resource).toMatchObject({ total: 0 });
    expect((await get(`Patient/${patient}`)).body).not.toContain('Jones');
  });

  it('finds nobody by an identity that the law protects, nor matches to it', async () => {
    await server.fresh.db.query('update chi_person set protected_identity = true');
    expect((await get(`Patient?identifier=${CHI}`)).resource).toMatchObject({ total: 0 });
    expect((await get(`Patient/${patient}`)).status).toBe(404);
    expect((await match(SMITH)).resource).toMatchObject({ total: 0 });
    const { token: as } = await council();
    await server.fresh.db.query('update council_person set protected_identity = true');
    expect((await get('Patient?identifier=501', {}, as)).resource).toMatchObject({ total: 0 });
  });

  it('gives pages that are the same from one asking to the next, and hold nothing of a person in their addresses', async () => {
    const whole = matchesOf((await get(`Flag?patient=${patient}`)).resource).map((one) => one.id);
    const seen: (string | undefined)[] = [];
    let address: string | undefined = `Flag?patient=${patient}&_count=3`;
    while (address !== undefined) {
      const { resource } = await get(address);
      seen.push(...matchesOf(resource).map((one) => one.id));
      const next: string | undefined = (resource as Bundle).link?.find(
        ({ relation }) => relation === 'next',
      )?.url;
      expect(next ?? '').not.toContain(patient);
      address = next?.slice(server.base.length + 1);
    }
    expect(seen).toEqual(whole);
    expect(new Set(seen).size).toBe(whole.length);
  });

  it('takes no page of another client, or of another type, or that was changed', async () => {
    const { resource } = await get(`Flag?patient=${patient}&_count=1`);
    const next = (resource as Bundle)
      .link!.find(({ relation }) => relation === 'next')!
      .url.slice(server.base.length + 1);
    const other = await council();
    expect((await get(next, {}, other.token)).status).toBe(400);
    expect((await get(next.replace('Flag', 'Task'))).status).toBe(400);
    expect((await get(`${next.slice(0, -2)}AA`)).status).toBe(400);
  });

  it('reads again by id what it found, under a decision and an entry of its own', async () => {
    for (const type of ['Flag', 'CarePlan', 'RelatedPerson', 'Task']) {
      const [first] = matchesOf((await get(`${type}?patient=${patient}`)).resource);
      const read = await get(`${type}/${first!.id}`);
      expect([read.status, read.resource]).toEqual([200, first]);
    }
    const disclosed = (await server.scene.ledger()).filter(({ entry }) => entry.kind === 'disclosed');
    expect(disclosed).toHaveLength(8);
  });

  it('filters by id and by when the source changed it, and never leaves out what the source does not date', async () => {
    server.record('staff-safety-alert', [
      { id: 'old', content: { label: 'Old' }, marks: [], recordedAt: '2020-01-01T00:00:00.000Z' as never },
      { id: 'new', content: { label: 'New' }, marks: [], recordedAt: '2026-01-01T00:00:00.000Z' as never },
      { id: 'undated', content: { label: 'Undated' }, marks: [] },
    ]);
    const labels = async (query: string) =>
      matchesOf((await get(`Flag?patient=${patient}&${query}`)).resource)
        .map((one) => (one as { code?: { text?: string } }).code?.text)
        .filter((text) => ['Old', 'New', 'Undated'].includes(text ?? ''))
        .toSorted((a = '', b = '') => a.localeCompare(b));
    expect(await labels('_lastUpdated=ge2025-01-01')).toEqual(['New', 'Undated']);
    expect(await labels('_lastUpdated=lt2021')).toEqual(['Old', 'Undated']);
    expect(await labels('_lastUpdated=ge2019&_lastUpdated=lt2021')).toEqual(['Old', 'Undated']);
    const all = matchesOf((await get(`Flag?patient=${patient}`)).resource).map((one) => one.id!);
    expect(matchesOf((await get(`Flag?patient=${patient}&_id=${all[0]},${all[1]}`)).resource)).toHaveLength(
      2,
    );
  });

  it('includes the patient where it is asked to', async () => {
    const { resource } = await get(`Flag?patient=${patient}&_include=Flag:patient`);
    const included = (resource as Bundle).entry!.filter(({ search }) => search?.mode === 'include');
    expect(included.map((one) => one.resource)).toMatchObject([{ resourceType: 'Patient', id: patient }]);
  });

  it('passes over what it does not know, and says so; or refuses it, where that is asked', async () => {
    const lenient = await get(`Flag?patient=${patient}&category=safety&patient.name=Smith`);
    expect(lenient.status).toBe(200);
    expect(lenient.codes.filter((code) => code === 'parameter-ignored')).toHaveLength(2);
    expect((lenient.resource as Bundle).link![0]!.url).not.toContain('category');
    const strict = await get(`Flag?patient=${patient}&category=safety`, { prefer: 'handling=strict' });
    expect([strict.status, strict.codes]).toEqual([400, ['fhir-parameter-unknown']]);
  });
});

describe('who somebody is (PDQm $match, PIXm)', () => {
  const grades = ({ resource }: { readonly resource: Resource }) =>
    ((resource as Bundle).entry ?? []).map(({ search }) => [
      search?.extension?.[0]?.valueCode,
      search?.score,
    ]);
  beforeEach(async () => {
    await server.fresh.db.query(`update chi_person set postcode = 'DG1 1AA'`);
    // A register in which Smith and Jean are as rare as most names are.
    await server.fresh.db.query(
      `insert into chi_person (chi, surname, forenames, birth_date, sex, postcode, loaded_at)
       select 'x' || n, 'Other' || n, array['Given' || n], date '1950-01-01' + n, 'male', 'DG2 ' || (n % 9) || 'AA', now() from generate_series(1, 300) n`,
    );
  });

  it('is certain where the matching itself would link, and says how sure it is', async () => {
    const found = await match(SMITH);
    expect(found.status).toBe(200);
    expect(grades(found)).toEqual([['certain', expect.any(Number)]]);
    expect(r4Problems(found.resource)).toEqual([]);
    expect(matchesOf(found.resource)).toMatchObject([{ id: patient }]);
  });

  it('is not certain of a twin, or of one who is less like, and then gives nobody where only the certain are asked for', async () => {
    await server.fresh.db.query(
      `insert into chi_person (chi, surname, forenames, birth_date, sex, postcode, loaded_at)
       values ('1407451251', 'Smith', '{Joan}', '1945-07-14', 'female', 'DG1 1AA', now())`,
    );
    const initial = { ...SMITH, name: [{ family: 'Smith', given: ['J'] }] };
    const twins = await match(initial);
    expect(grades(twins).map(([grade]) => grade)).toEqual(['probable', 'probable']);
    expect(grades(await match(initial, [{ name: 'onlyCertainMatches', valueBoolean: true }]))).toEqual([]);
    expect(grades(await match(initial, [{ name: 'count', valueInteger: 1 }]))).toHaveLength(1);
  });

  it('never gives a crowd, however many are asked for', async () => {
    await server.fresh.db.query(
      `insert into chi_person (chi, surname, forenames, birth_date, sex, loaded_at)
       select '14074500' || n, 'Smith', '{Jean}', '1945-07-14', 'female', now() from generate_series(10, 40) n`,
    );
    expect(grades(await match(SMITH, [{ name: 'count', valueInteger: 1000 }])).length).toBeLessThanOrEqual(5);
  });

  it('finds nobody for somebody else', async () => {
    expect(
      (await match({ name: [{ family: 'Kowalska', given: ['Zofia'] }], birthDate: '1988-02-03' })).resource,
    ).toMatchObject({ total: 0 });
  });

  it.each([
    ['no Patient', {}, 'fhir-parameter-missing'],
    ['a family name alone', { name: [{ family: 'Smith' }] }, 'fhir-parameter-missing'],
    ['a date that is none', { ...SMITH, birthDate: '1945-02-31' }, 'fhir-body-malformed'],
    [
      'a name that never ends',
      { name: [{ family: 'x'.repeat(5000) }], birthDate: '1945-07-14' },
      'fhir-body-malformed',
    ],
    ['names of another shape', { name: 'Smith' }, 'fhir-body-malformed'],
  ])('refuses %s', async (_, who, code) => {
    const { status, codes } = await match(who);
    expect([status, codes]).toEqual([400, [code]]);
  });

  it('is the health side’s register: the council’s matching is its steward’s', async () => {
    const { token: as } = await council();
    expect((await match(SMITH, [], as)).codes).toEqual(['fhir-direction-other']);
  });

  it('gives the council the CHI number of a link in force, and a restricted person reads as one not matched', async () => {
    const { token: as, patient: id } = await council();
    const address = 'Patient/$ihe-pix?sourceIdentifier=urn:solway:mosaic-person-id|501';
    const found = await get(address, {}, as);
    expect(r4Problems(found.resource)).toEqual([]);
    expect(found.resource).toMatchObject({
      parameter: [
        { name: 'targetIdentifier', valueIdentifier: { value: CHI } },
        { name: 'targetId', valueReference: { reference: `Patient/${id}` } },
      ],
    });
    await linkAs(server.fresh.db, 'suspended');
    expect((await get(address, {}, as)).codes).toEqual(['fhir-not-matched']);
  });

  it('gives the health side no number of the council’s, linked or not', async () => {
    const address = `Patient/$ihe-pix?sourceIdentifier=https://fhir.nhs.uk/Id/chi-number|${CHI}`;
    const before = await get(address);
    expect(before.body).not.toContain('501');
    await server.fresh.db.query('delete from link');
    expect((await get(address)).resource).toEqual(before.resource);
    expect((await get(`${address}&targetSystem=urn:solway:mosaic-person-id`)).codes).toEqual([
      'fhir-not-shared',
    ]);
  });

  it('each question is in the ledger, with who was named', async () => {
    await match(SMITH);
    await get(`Patient?identifier=${CHI}`);
    const asked = (await server.scene.ledger())
      .map(({ entry }) => entry)
      .filter(({ kind }) => kind === 'identity-query');
    expect(asked).toMatchObject([
      { query: 'search', found: 1 },
      { query: 'match', found: 1 },
    ]);
  });
});

describe('a document', () => {
  it('has every item as a section, under one decision and one entry', async () => {
    const { status, resource } = await get(`Patient/${patient}/$summary`);
    expect(status).toBe(200);
    const [composition] = (resource as Bundle).entry!.map((one) => one.resource!);
    expect(composition).toMatchObject({
      resourceType: 'Composition',
      subject: { reference: `Patient/${patient}` },
    });
    const sections = (
      composition as {
        section: { code: { coding: { code: string }[] }; emptyReason?: { coding: { code: string }[] } }[];
      }
    ).section;
    expect(sections).toHaveLength(20);
    const emptyCodes = (item: string) =>
      sections.find(({ code }) => code.coding[0]?.code === item)?.emptyReason?.coding.map(({ code }) => code);
    expect(emptyCodes('documents')).toEqual(['withheld', 'not-shared']);
    expect(emptyCodes('care-packages')).toBeUndefined();
    expect((await server.scene.ledger()).filter(({ entry }) => entry.kind === 'disclosed')).toHaveLength(1);
  });

  it('for the council holds the NHS demographics in its Patient', async () => {
    const { token: as, patient: id } = await council();
    const { resource } = await get(`Patient/${id}/$summary`, {}, as);
    const found = (resource as Bundle)
      .entry!.map((one) => one.resource!)
      .find((one) => one.resourceType === 'Patient');
    expect(found).toMatchObject({
      identifier: [{ value: '501' }, { value: CHI }],
      generalPractitioner: [{ display: 'Dr A' }],
    });
  });
});

describe('absence is never faked (promise 7)', () => {
  it('has a code of its own for each form, and none of them is an empty list', async () => {
    server.record('care-packages', [], {});
    const none = await get(`CarePlan?patient=${patient}`);
    expect([none.status, none.codes]).toEqual([200, ['none-recorded']]);

    server.scene.mosaic.answers.set('assessments', () =>
      Promise.resolve({ state: 'unavailable', because: 'source-down', detail: '' }),
    );
    const unavailable = await get(`Task?patient=${patient}`);
    expect([unavailable.status, unavailable.codes]).toEqual([503, ['fhir-unavailable', 'unavailable']]);
    expect(unavailable.headers['retry-after']).toBeDefined();

    const notShared = await get(`DocumentReference?patient=${patient}`);
    expect([notShared.status, notShared.codes]).toEqual([403, ['fhir-not-shared', 'not-shared']]);

    server.record('key-people', undefined, {
      freshness: { kind: 'extract', asOf: '2026-11-23T06:00:00.000Z' },
    });
    const extract = await get(`RelatedPerson?patient=${patient}`);
    expect(extract.codes).toEqual(['as-of-extract']);
    expect(extract.body).toContain('2026-11-23T06:00:00.000Z');

    server.record('equipment', [], {
      setAside: [{ code: 'malformed-record', recordId: 'x', detail: '', entryShown: false }],
    });
    const unreadable = await get(`DeviceRequest?patient=${patient}`);
    expect([unreadable.status, unreadable.codes]).toEqual([503, ['fhir-unavailable', 'unreadable']]);

    await linkAs(server.fresh.db, 'under-review');
    const notMatched = await get(`CarePlan?patient=${patient}`);
    expect([notMatched.status, notMatched.codes]).toEqual([404, ['fhir-not-matched']]);
    expect(notMatched.body).toContain('does not mean');
  });

  it('says that nobody has asked about allergies, which is not none', async () => {
    const { token: as, patient: id } = await council();
    server.record('allergies', []);
    expect((await get(`AllergyIntolerance?patient=${id}`, {}, as)).codes).toEqual(['not-asked']);
    server.record('allergies', [{ id: 'n', content: { kind: 'none-known' }, marks: [] }]);
    const known = matchesOf((await get(`AllergyIntolerance?patient=${id}`, {}, as)).resource);
    expect(known).toMatchObject([{ code: { coding: [{ code: '716186003' }] } }]);
  });

  it('counts nothing where something could not be had', async () => {
    server.scene.mosaic.answers.set('alerts-and-hazards', () =>
      Promise.resolve({ state: 'unavailable', because: 'timeout', detail: '' }),
    );
    const { status, resource, codes } = await get(`Flag?patient=${patient}`);
    expect(status).toBe(200);
    expect((resource as Bundle).total).toBeUndefined();
    expect(codes).toContain('unavailable');
    expect(matchesOf(resource).length).toBeGreaterThan(0);
  });

  it('never asks one side for what only the other holds', async () => {
    const { status, codes } = await get(`AllergyIntolerance?patient=${patient}`);
    expect([status, codes]).toEqual([404, ['fhir-direction-other']]);
    expect(server.scene.orion.asked).toEqual([]);
  });
});

describe('nothing without the agreement (promise 1)', () => {
  it('fetches only the items behind the type, and only those that are granted', async () => {
    await get(`Flag?patient=${patient}`);
    const asked = new Set(server.scene.mosaic.asked.map((one) => one.item));
    expect(asked).toContain('alerts-and-hazards');
    for (const item of ['child-protection', 'mental-health-measures', 'care-packages'] as const)
      expect(asked).not.toContain(item);
    expect(server.scene.mosaic.asked.every((one) => one.personId === '501')).toBe(true);
  });

  it.each([
    ['no agreement is in force', () => (server.scene.agreement = undefined)],
    [
      'its directory does not hold the user of a service',
      () => server.fresh.db.query(`update staff set left_on = '2026-01-01'`),
    ],
  ])('gives nothing when %s', async (_, arrange) => {
    await Promise.resolve(arrange());
    for (const address of [`Flag?patient=${patient}`, `Patient/${patient}/$summary`]) {
      expect([403, 404]).toContain((await get(address)).status);
    }
    expect(server.scene.mosaic.asked).toEqual([]);
  });

  it('shows no entry that carries a mark, and says nothing of there being one', async () => {
    server.record('care-packages', [
      { id: 's', content: { service: 'Sealed', status: 'current' }, marks: ['sealed'] },
    ]);
    const sealed = await get(`CarePlan?patient=${patient}`);
    server.record('care-packages', []);
    const none = await get(`CarePlan?patient=${patient}`);
    const plain = ({ timestamp: _, ...rest }: Bundle) => rest;
    expect(plain(sealed.resource as Bundle)).toEqual(plain(none.resource as Bundle));
  });

  it.each(['$summary', 'Flag', 'read', 'Patient'])(
    'a restricted person, one under review and one not linked answer alike: %s',
    async (what) => {
      const flag = matchesOf((await get(`Flag?patient=${patient}`)).resource)[0]!.id;
      const address = {
        $summary: `Patient/${patient}/$summary`,
        Flag: `Flag?patient=${patient}`,
        read: `Flag/${flag}`,
        Patient: `Patient?identifier=${CHI}`,
      }[what]!;
      const answers: unknown[] = [];
      const look = async () => {
        const { status, resource } = await get(address);
        answers.push([status, { ...resource, timestamp: 0 }]);
      };
      await server.fresh.db.query('update council_person set restricted = true');
      await look();
      await server.fresh.db.query('update council_person set restricted = false');
      await linkAs(server.fresh.db, 'under-review');
      await look();
      await server.fresh.db.query('delete from link');
      await look();
      expect(answers[1]).toEqual(answers[0]);
      expect(answers[2]).toEqual(answers[0]);
    },
  );

  it('a restricted person of the council’s own is found by those on the allow-list, and by nobody else', async () => {
    const { token: as, patient: id } = await council();
    await server.fresh.db.query('update council_person set restricted = true');
    expect((await get('Patient?family=Smith&birthdate=1945-07-14', {}, as)).resource).toMatchObject({
      total: 0,
    });
    expect((await get(`Patient/${id}`, {}, as)).status).toBe(404);
    await server.fresh.db.query(
      `insert into restricted_access (person_id, organisation, user_id) values ('501', 'dumfries-and-galloway-council', 'worker')`,
    );
    expect((await get('Patient?family=Smith&birthdate=1945-07-14', {}, as)).resource).toMatchObject({
      total: 1,
    });
  });

  it('releases nothing before its entry is written (promise 2)', async () => {
    for (const address of [
      `Flag?patient=${patient}`,
      `Patient?identifier=${CHI}`,
      `Patient/${patient}`,
      `Patient/${patient}/$summary`,
    ]) {
      await server.fresh.db.query('alter table ledger_entry rename to ledger_away');
      const { status, codes, body } = await get(address);
      await server.fresh.db.query('alter table ledger_away rename to ledger_entry');
      expect([status, codes], address).toEqual([500, ['fhir-server-error']]);
      expect(body).not.toContain('Smith');
    }
  });

  it('carries the caller’s trace to the source and into the entry', async () => {
    const traceId = 'c'.repeat(32);
    const seen: (string | undefined)[] = [];
    server.scene.mosaic.answers.set('care-packages', (request) => {
      seen.push(request.traceparent);
      return Promise.resolve(server.scene.mosaic.answered([]));
    });
    await get(`CarePlan?patient=${patient}`, { traceparent: `00-${traceId}-${'d'.repeat(16)}-01` });
    await get(`CarePlan?patient=${patient}`, { traceparent: 'nonsense' });
    expect(seen[0]).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
    expect(seen[1]).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
    const [, first] = (await server.scene.ledger()).filter(({ entry }) => entry.kind === 'disclosed');
    expect(first!.entry.correlationId).toBe(seen[0]);
  });
});

describe('the statement of what there is', () => {
  const statement = async () =>
    (await server.app.inject({ url: '/fhir/R4/metadata' })).json<CapabilityStatement>();

  it('is given to anybody, and is valid', async () => {
    expect(r4Problems(await statement())).toEqual([]);
  });

  it('claims nothing that is not there', async () => {
    const other = await council();
    for (const { type, interaction, searchParam, searchInclude, operation } of (await statement()).rest![0]!
      .resource!) {
      const councilType = (await get(`${type}?patient=${patient}`)).codes.includes('fhir-direction-other');
      const [as, id] = councilType ? [other.token, other.patient] : [token, patient];
      const supported = async (address: string) => {
        const { status, codes } = await get(address, { prefer: 'handling=strict' }, as);
        // What the demonstration agreement does not share is there all the same, and says so.
        expect([200, 403], `${type}: ${address}: ${codes.join()}`).toContain(status);
        expect(
          codes.filter((code) => code.startsWith('fhir-')),
          address,
        ).toEqual(status === 403 ? ['fhir-not-shared'] : []);
      };
      const values: Record<string, string> = {
        _id: type === 'Patient' ? id : 'x',
        _lastUpdated: 'ge2020-01-01',
        patient: id,
        subject: id,
        identifier: councilType ? '501' : CHI,
        family: 'Smith',
        given: 'Jean',
        birthdate: '1945-07-14',
        gender: 'female',
        'address-postalcode': 'DG1 1AA',
      };
      for (const { name } of searchParam ?? []) {
        const rest = type === 'Patient' ? `&identifier=${values['identifier']}` : `&patient=${id}`;
        await supported(
          `${type}?${name}=${values[name]}${name === 'patient' || name === 'identifier' ? '' : rest}`,
        );
      }
      for (const include of searchInclude ?? []) await supported(`${type}?patient=${id}&_include=${include}`);
      for (const { code } of interaction ?? []) {
        expect(['read', 'search-type']).toContain(code);
        if (code === 'read' && type === 'Patient') await supported(`Patient/${id}`);
      }
      for (const { name, definition } of operation ?? []) {
        const defined = await server.app.inject({ url: new URL(definition).pathname });
        expect(r4Problems(defined.json())).toEqual([]);
        if (name === 'summary') await supported(`Patient/${id}/$summary`);
        if (name === 'ihe-pix')
          await supported(
            `Patient/$ihe-pix?sourceIdentifier=urn:oid:2.16.840.1.113883.2.1.3.2.4.16.53|${CHI}`,
          );
        if (name === 'match') expect((await match(SMITH)).status).toBe(200);
      }
    }
  });

  it('leaves out nothing that is there: whatever it does not claim is refused', async () => {
    const claimed = new Map((await statement()).rest![0]!.resource!.map((one) => [one.type as string, one]));
    const known = [
      'AuditEvent',
      'Binary',
      'Claim',
      'Device',
      'Group',
      'Immunization',
      'Location',
      'Medication',
      'MedicationRequest',
      'Observation',
      'Organization',
      'Practitioner',
      'Procedure',
      'Provenance',
      'QuestionnaireResponse',
      'Subscription',
      ...claimed.keys(),
    ];
    for (const type of known) {
      const { status, codes } = await get(`${type}?patient=${patient}`);
      const searches = claimed.get(type)?.interaction?.some(({ code }) => code === 'search-type') ?? false;
      if (!claimed.has(type)) expect([status, codes[0]], type).toEqual([404, 'fhir-type-unknown']);
      else if (!searches) expect([status, codes[0]], type).toEqual([405, 'fhir-interaction-unsupported']);
      for (const name of [
        'code',
        'date',
        'status',
        'category',
        'name',
        'telecom',
        '_text',
        '_has:Flag:patient:code',
        '_sort',
        '_revinclude',
        '_summary',
        '_elements',
        '_total',
      ]) {
        if (!searches || claimed.get(type)?.searchParam?.some((one) => one.name === name)) continue;
        const strict = await get(`${type}?patient=${patient}&${name}=x`, { prefer: 'handling=strict' });
        expect(['fhir-parameter-unknown', 'fhir-direction-other'], `${type}?${name}`).toContain(
          strict.codes[0],
        );
      }
    }
    for (const [method, address] of [
      ['POST', 'Flag'],
      ['PUT', `Flag/x`],
      ['PATCH', 'Flag/x'],
      ['DELETE', 'Flag/x'],
      ['POST', ''],
      ['GET', ''],
      ['GET', 'Flag/x/_history'],
      ['GET', 'Flag/_history'],
      ['GET', '_history'],
      ['GET', `Patient/${patient}/$everything`],
      ['GET', '$export'],
      ['GET', `Patient/${patient}/Flag`],
    ] as const) {
      const answer = await server.app.inject({
        method,
        url: `/fhir/R4/${address}`,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
        ...(method === 'GET' ? {} : { payload: '{}' }),
      });
      expect([404, 405], `${method} ${address}`).toContain(answer.statusCode);
      expect(answer.json<Resource>().resourceType).toBe('OperationOutcome');
    }
  });
});

describe('bad input', () => {
  it.each([
    ['no token', {}, 401, 'fhir-token-missing'],
    ['another kind of credential', { authorization: 'Basic eDp5' }, 401, 'fhir-token-missing'],
    ['a token that is made up', { authorization: `Bearer ${'x'.repeat(43)}` }, 401, 'fhir-token-refused'],
    [
      'a token of another server',
      { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJhdWQiOiJ4In0.' },
      401,
      'fhir-token-refused',
    ],
  ])('%s', async (_, headers, status, code) => {
    const answer = await server.app.inject({ url: `/fhir/R4/Flag?patient=${patient}`, headers });
    expect([answer.statusCode, codesOf(answer.json())]).toEqual([status, [code]]);
    expect(answer.headers['www-authenticate']).toContain('Bearer');
  });

  it('a token that is past its time', async () => {
    await server.fresh.db.query(`update smart_token set expires_at = now() - interval '1 second'`);
    expect((await get(`Flag?patient=${patient}`)).status).toBe(401);
  });

  it.each([
    ['Flag', 'fhir-parameter-missing'],
    ['Flag?patient=', 'fhir-parameter-missing'],
    ['Flag?patient=1407451243', 'fhir-not-found'],
    [`Flag?patient=${'0'.repeat(32)}`, 'fhir-not-found'],
    ['Flag?patient=../../etc/passwd', 'fhir-not-found'],
    ['Flag?patient=https://elsewhere.example/Patient/1', 'fhir-not-found'],
    [`Flag?patient=P&_count=-1`, 'fhir-parameter-malformed'],
    [`Flag?patient=P&_count=many`, 'fhir-parameter-malformed'],
    [`Flag?patient=P&_lastUpdated=yesterday`, 'fhir-parameter-malformed'],
    [`Flag?patient=P&_lastUpdated=ge2026-02-31`, 'fhir-parameter-malformed'],
    [`Flag?patient=P&_lastUpdated=2026-01-01T10:00:00`, 'fhir-parameter-malformed'],
    [`Flag?patient=P&patient=Q`, 'fhir-parameter-malformed'],
    [`Flag?patient=P&_id=${'x'.repeat(1001)}`, 'fhir-parameter-malformed'],
    [
      `Flag?patient=P&${Array.from({ length: 40 }, (_, i) => `a${i}=1`).join('&')}`,
      'fhir-parameter-malformed',
    ],
    ['Flag?_page=nonsense', 'fhir-parameter-malformed'],
    ['Flag/not-an-id', 'fhir-not-found'],
    ['Flag/%00', 'fhir-not-found'],
    ['Flag/%E0%A4%A', 'fhir-parameter-malformed'],
    ['flag?patient=P', 'fhir-type-unknown'],
    ['<script>alert(1)</script>', 'fhir-type-unknown'],
    ['Flag?patient=P&_format=xml', 'fhir-format-unsupported'],
  ])('%s', async (address, code) => {
    const { status, codes, body } = await get(address.replace('=P', `=${patient}`));
    expect(codes).toEqual([code]);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(body).not.toContain('<script>');
  });

  it('an id of another client’s, or of another item', async () => {
    const other = await council();
    expect((await get(`Flag?patient=${other.patient}`)).status).toBe(404);
    const [flag] = matchesOf((await get(`Flag?patient=${patient}`)).resource);
    expect((await get(`Task/${flag!.id}`)).codes).toEqual(['fhir-not-found']);
    expect((await get(`Flag/${flag!.id!.replace(/.$/, (one) => (one === '0' ? '1' : '0'))}`)).codes).toEqual([
      'fhir-not-found',
    ]);
  });

  it('a format that is not JSON', async () => {
    expect((await get(`Flag?patient=${patient}`, { accept: 'application/fhir+xml' })).status).toBe(406);
    expect(
      (await get(`Flag?patient=${patient}`, { accept: 'application/fhir+json;fhirVersion=4.0, */*;q=0.1' }))
        .status,
    ).toBe(200);
  });

  it('a Bundle of a hundred thousand entries, malformed JSON, and a form that never ends are refused at once', async () => {
    const bundle = JSON.stringify({
      resourceType: 'Bundle',
      type: 'batch',
      entry: Array.from({ length: 100_000 }, () => ({ request: { method: 'GET', url: 'Flag' } })),
    });
    const post = (payload: string, type = 'application/fhir+json', url = '/fhir/R4/') =>
      server.app.inject({
        method: 'POST',
        url,
        headers: { authorization: `Bearer ${token}`, 'content-type': type },
        payload,
      });
    const started = performance.now();
    expect((await post(bundle)).statusCode).toBe(413);
    expect((await post('{"resourceType":')).json()).toMatchObject({ resourceType: 'OperationOutcome' });
    expect(
      (
        await post(
          `identifier=${'9'.repeat(100_000)}`,
          'application/x-www-form-urlencoded',
          '/fhir/R4/Patient/_search',
        )
      ).statusCode,
    ).toBe(413);
    expect(performance.now() - started).toBeLessThan(2000);
    expect(server.scene.mosaic.asked).toEqual([]);
  });

  it('nothing that a source sends is taken for markup in a document', async () => {
    const { body } = await get(`Patient/${patient}/$summary`);
    expect(body).not.toMatch(/<li>[^<]*<script>/);
  });
});

it('every health item reaches the council as a resource or in the Patient', async () => {
  const { token: as, patient: id } = await council();
  const { resource } = await get(`Patient/${id}/$summary`, {}, as);
  const sections = (
    (resource as Bundle).entry![0]!.resource as { section: { code: { coding: { code: string }[] } }[] }
  ).section;
  expect(sections.map(({ code }) => code.coding[0]?.code)).toEqual([...HEALTH_ITEMS]);
});
