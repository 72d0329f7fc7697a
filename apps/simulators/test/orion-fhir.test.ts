import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Orion, startOrion } from '../src/index.ts';

interface Bundle {
  readonly total: number;
  readonly link: readonly { relation: string; url: string }[];
  readonly entry: readonly { resource: Record<string, unknown> & { id: string; resourceType: string } }[];
}

const NOW = Date.parse('2026-11-20T10:00:00Z');
const SYSTEM = 'urn:oid:2.16.840.1.113883.2.1.3.2.4.16.53';
const BUNDLE_PATIENT = '11111111-2222-4333-8444-555555555555';

let folder: string;
let orion: Orion;
let chis: readonly string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orion-'));
  await writeBundle(join(folder, 'bundles'));
  orion = await startOrion({
    data: join(folder, 'data'),
    solwayUrl: 'http://127.0.0.1:1',
    people: 800,
    seed: 5,
    asOf: '2026-11-20',
    bundles: join(folder, 'bundles'),
    now: () => NOW,
  });
  chis = readFileSync(orion.chiExtract, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.slice(0, 10));
});
afterAll(async () => {
  await orion.close();
  await rm(folder, { recursive: true });
});

const get = async (path: string): Promise<{ status: number; body: Bundle & Record<string, unknown> }> => {
  const response = await fetch(path.startsWith('http') ? path : `${orion.fhirUrl}/${path}`);
  return { status: response.status, body: (await response.json()) as Bundle & Record<string, unknown> };
};
const byChi = async (chi: string): Promise<Bundle> =>
  (await get(`Patient?identifier=${encodeURIComponent(`${SYSTEM}|${chi}`)}`)).body;

test('says what it can do', async () => {
  const { body } = await get('metadata');
  expect(body).toMatchObject({ resourceType: 'CapabilityStatement', fhirVersion: '4.0.1' });
});

describe('a patient', () => {
  test('is found by CHI number, with their practice where that is asked for', async () => {
    const chi = chis[7] ?? '';
    const { body } = await get(
      `Patient?identifier=${encodeURIComponent(`${SYSTEM}|${chi}`)}&_include=Patient:general-practitioner`,
    );
    expect(body.total).toBe(1);
    expect(body.entry.map((one) => one.resource.resourceType)).toEqual(['Patient', 'Organization']);
    expect(body.entry[0]?.resource).toMatchObject({ identifier: [{ system: SYSTEM, value: chi }] });
  });

  test('has a logical id that is not the CHI number, and is read by it', async () => {
    const found = (await byChi(chis[7] ?? '')).entry[0]?.resource;
    expect(found?.id).not.toContain(chis[7]);
    const { status, body } = await get(`Patient/${found?.id}`);
    expect(status).toBe(200);
    expect(body).toEqual(found);
  });

  test('is not found by a number nobody has, nor under another system', async () => {
    expect((await byChi('0101010000')).total).toBe(0);
    const other = await get(`Patient?identifier=${encodeURIComponent(`urn:other|${chis[7]}`)}`);
    expect(other.body.total).toBe(0);
  });
});

describe('a search', () => {
  const everyone = async (type: string, more = ''): Promise<Bundle['entry']> => {
    const found: Bundle['entry'][number][] = [];
    for (let n = 2; n < 300; n += 1) found.push(...(await get(`${type}?patient=p${n}${more}`)).body.entry);
    return found;
  };

  test('answers only what matches its parameters', async () => {
    const active = await everyone('MedicationRequest', '&status=active');
    expect(active.length).toBeGreaterThan(50);
    expect(new Set(active.map((one) => one.resource['status']))).toEqual(new Set(['active']));
    const open = await everyone('Condition', '&clinical-status=active');
    expect(open.length).toBeGreaterThan(50);
    expect(JSON.stringify(open)).not.toContain('"resolved"');
  });

  test('tells key information from other flags by category, and gives the time of its extract', async () => {
    const category = encodeURIComponent('urn:solway:codesystem:flag-category|key-information');
    const found = await everyone('Flag', `&status=active&category=${category}`);
    expect(found.length).toBeGreaterThan(3);
    for (const { resource } of found) {
      expect(resource['meta']).toEqual({ lastUpdated: '2026-11-20T06:00:00.000Z' });
    }
  });

  test('keeps to dates on or after the one given', async () => {
    const coming = await everyone('Appointment', '&date=ge2026-11-20&status=booked');
    expect(coming.length).toBeGreaterThan(3);
    for (const { resource } of coming) expect(String(resource['start']) >= '2026-11-20').toBe(true);
    const past = await everyone('Encounter', '&date=ge2025-11-20');
    for (const { resource } of past) {
      const { end = '9999' } = resource['period'] as { end?: string };
      expect(end >= '2025-11-20').toBe(true);
    }
  });

  test('gives allergies in three of their states: recorded, none known, nobody has asked', async () => {
    const states = new Set<string>();
    for (let n = 2; n < 60; n += 1) {
      const { body } = await get(`AllergyIntolerance?patient=p${n}`);
      if (body.total === 0) states.add('not asked');
      else states.add(JSON.stringify(body.entry).includes('716186003') ? 'none known' : 'recorded');
    }
    expect(states).toEqual(new Set(['not asked', 'none known', 'recorded']));
  });

  test.each([1, 2])(
    'is paged %s at a time, and the next links lead through everything once',
    async (count) => {
      const whole = await longest('Condition');
      let page = (await get(`Condition?patient=${whole.patient}&_count=${count}`)).body;
      const ids = page.entry.map((one) => one.resource.id);
      for (let next = nextOf(page); next !== undefined; next = nextOf(page)) {
        expect(next.startsWith(orion.fhirUrl)).toBe(true);
        page = (await get(next)).body;
        ids.push(...page.entry.map((one) => one.resource.id));
      }
      expect(ids).toEqual(whole.ids);
      expect(ids.length).toBeGreaterThan(2);
    },
  );

  test('is the same every time it is asked, and each resource is read by its id', async () => {
    const { patient } = await longest('Condition');
    const first = (await get(`Condition?patient=${patient}`)).body;
    expect((await get(`Condition?patient=${patient}`)).body).toEqual(first);
    const one = first.entry[0]?.resource;
    expect((await get(`Condition/${one?.id}`)).body).toEqual(one);
  });

  test('is refused with an OperationOutcome where it makes no sense', async () => {
    const wrong: readonly (readonly [string, number])[] = [
      ['Condition', 400],
      ['Condition?patient=p5&favourite-colour=blue', 400],
      ['Appointment?patient=p5&date=geyesterday', 400],
      ['Condition?patient=p5&_count=many', 400],
      ['Patient', 400],
      ['Spaceship?patient=p5', 404],
      ['Patient/nobody', 404],
      ['Condition/p5-condition-99', 404],
    ];
    for (const [path, status] of wrong) {
      const answer = await get(path);
      expect([path, answer.status]).toEqual([path, status]);
      expect(answer.body).toMatchObject({ resourceType: 'OperationOutcome' });
    }
  });

  const nextOf = (page: Bundle): string | undefined => page.link.find((one) => one.relation === 'next')?.url;
  const longest = async (type: string): Promise<{ patient: string; ids: string[] }> => {
    let best = { patient: '', ids: [] as string[] };
    for (let n = 2; n < 200; n += 1) {
      const ids = (await get(`${type}?patient=p${n}`)).body.entry.map((one) => one.resource.id);
      if (ids.length > best.ids.length) best = { patient: `p${n}`, ids };
    }
    return best;
  };
});

describe('records as real systems send them', () => {
  const ofNasty = async (number: number, type: string): Promise<string> =>
    JSON.stringify((await get(`${type}?patient=p${number}`)).body.entry);

  test('some are malformed, of an unknown code system, somebody else’s, in the year 0202, or hostile', async () => {
    expect(await ofNasty(411, 'Condition')).toContain('a while ago');
    expect(await ofNasty(412, 'Flag')).toContain('urn:local:ward-whiteboard');
    expect(await ofNasty(413, 'AllergyIntolerance')).toContain('Patient/p414');
    expect(await ofNasty(414, 'Encounter')).toContain('0202-03-04');
    expect(JSON.stringify((await get('Patient/p415')).body)).toContain('<script>');
  });
});

describe('a record from a given FHIR bundle', () => {
  test('joins the register under a valid CHI number, and its references are whole', async () => {
    const { body } = await get(`Patient/${BUNDLE_PATIENT}`);
    const [identifier] = body['identifier'] as { value: string }[];
    expect(chis).toContain(identifier?.value);
    expect(body['name']).toEqual([{ use: 'official', family: 'Wyman', given: ['Alfreda'] }]);
    const conditions = (await get(`Condition?patient=${BUNDLE_PATIENT}`)).body;
    expect(conditions.entry[0]?.resource['subject']).toEqual({ reference: `Patient/${BUNDLE_PATIENT}` });
  });
});

test('a second start uses the data of the first', async () => {
  const before = readFileSync(orion.chiExtract, 'utf8');
  await orion.close();
  orion = await startOrion({
    data: join(folder, 'data'),
    solwayUrl: 'http://127.0.0.1:1',
    people: 800,
    seed: 5,
    bundles: join(folder, 'bundles'),
    now: () => NOW + 86_400_000 * 30,
  });
  expect(readFileSync(orion.chiExtract, 'utf8')).toBe(before);
  expect((await byChi(chis[3] ?? '')).total).toBe(1);
});

async function writeBundle(into: string): Promise<void> {
  const { mkdir } = await import('node:fs/promises');
  await mkdir(into);
  const entry = (resource: { id: string }): object => ({ fullUrl: `urn:uuid:${resource.id}`, resource });
  const bundle = {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      entry({
        resourceType: 'Patient',
        id: BUNDLE_PATIENT,
        name: [{ family: 'Wyman904', given: ['Alfreda12'] }],
        gender: 'female',
        birthDate: '1961-05-04',
      } as { id: string }),
      entry({
        resourceType: 'Condition',
        id: 'aaaaaaaa-2222-4333-8444-555555555555',
        subject: { reference: `urn:uuid:${BUNDLE_PATIENT}` },
        code: { text: 'Hypertension' },
      } as { id: string }),
    ],
  };
  await writeFile(join(into, 'one.json'), JSON.stringify(bundle));
}
