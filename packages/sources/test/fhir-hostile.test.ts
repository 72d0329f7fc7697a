import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ItemType } from '@solway/record';
import { createFhirSource, type FhirSourceOptions, type Source, type SourceAnswer } from '../src/index.ts';
import { CUT_MARK, TEXT_LIMITS } from '../src/mapping/text-limits.ts';
import { FhirServer, type Resource, sendFhir, sendText } from './support/fhir-server.ts';
import { conditionsOf, FULL, NOW, patient, recordsOf } from './support/health-records.ts';

describe('a FHIR server that does not behave', () => {
  let server: FhirServer;
  let source: Source;
  let clock = NOW;

  beforeEach(async () => {
    clock = NOW;
    server = await FhirServer.start();
    server.resources.push(patient('full', FULL), ...recordsOf('full'));
    source = open();
  });
  afterEach(async () => {
    await source.close();
    await server.close();
  });

  const open = (options: Partial<FhirSourceOptions> = {}): Source =>
    createFhirSource({ name: 'Orion', baseUrl: server.baseUrl, nowMs: () => clock, ...options });
  const ask = (
    item: ItemType,
    { signal = new AbortController().signal, limit = 20 } = {},
  ): Promise<SourceAnswer> => source.fetch(item, { personId: FULL, signal, limit });
  const note = (id: string, text: string): Resource => ({
    resourceType: 'Communication',
    id,
    subject: { reference: 'Patient/full' },
    topic: { text: 'Visit' },
    payload: [{ contentString: text }],
  });
  const asked = (path: string): number => server.log.filter((one) => one.path.startsWith(path)).length;

  test('a note of ten megabytes is shown cut and set aside, and its neighbours are shown whole', async () => {
    server.resources.push(note('huge', 'All is well. '.repeat(800_000)));
    const answer = await ask('nursing-notes');
    if (answer.state !== 'answered') throw new Error(answer.detail);
    expect(answer.entries.map((entry) => entry.id)).toEqual(['Communication/cn-full', 'Communication/huge']);
    expect(answer.setAside).toMatchObject([
      { code: 'text-too-long', recordId: 'Communication/huge', entryShown: true },
    ]);
    const shown = JSON.stringify(answer.entries[1]);
    expect(shown).toContain(CUT_MARK.trim());
    expect(shown.length).toBeLessThan(TEXT_LIMITS.note + 500);
  });

  test('an answer beyond its bound is dropped on the way, and the server is left alone', async () => {
    server.resources.push(...conditionsOf('full', 60));
    await source.close();
    source = open({ bounds: { mostBytesKept: 4_000 } });
    expect(await ask('problems', { limit: 60 })).toMatchObject({
      because: 'source-error',
      detail: 'the body is larger than 4000 bytes',
    });
  });

  test('an answer without end is dropped at the bound of what is read', async () => {
    await source.close();
    source = open({ bounds: { mostBytesRead: 2_000_000 } });
    let sent = 0;
    server.override = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/fhir+json' });
      response.write('{"resourceType":"Bundle","id":"');
      const more = (): void => {
        if (response.destroyed) return;
        sent += 65_536;
        response.write('x'.repeat(65_536), () => setImmediate(more));
      };
      more();
      return true;
    };
    expect(await ask('problems')).toMatchObject({ because: 'source-error' });
    await expect.poll(() => server.underWay).toBe(0);
    expect(sent).toBeLessThan(20_000_000);
  });

  test.each([
    ['is not JSON', 'application/fhir+json', '{"resourceType":'],
    ['is not a Bundle', 'application/fhir+json', '{"resourceType":"Patient"}'],
    ['is an array', 'application/fhir+json', '[]'],
    ['is null', 'application/fhir+json', 'null'],
    ['is a sign-in page', 'text/html', '<html>Please sign in</html>'],
    ['has entries that are no list', 'application/fhir+json', '{"resourceType":"Bundle","entry":{"0":1}}'],
  ])('a body that %s is a source error', async (_what, type, body) => {
    server.override = (_request, response) => {
      sendText(response, body, type);
      return true;
    };
    expect(await ask('allergies')).toMatchObject({ state: 'unavailable', because: 'source-error' });
  });

  test.each([
    [500, 'source-down'],
    [503, 'source-down'],
    [429, 'source-down'],
    [401, 'source-error'],
    [404, 'source-error'],
    [204, 'source-error'],
  ])('status %i is %s', async (status, because) => {
    server.override = (_request, response) => {
      sendFhir(response, { resourceType: 'OperationOutcome' }, status);
      return true;
    };
    expect(await ask('allergies')).toMatchObject({ state: 'unavailable', because });
  });

  test('a compressed body, which nobody asked for, is not unpacked', async () => {
    server.override = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/fhir+json', 'content-encoding': 'gzip' });
      response.end(gzipSync('{"resourceType":"Bundle"}'));
      return true;
    };
    expect(await ask('allergies')).toMatchObject({ because: 'source-error' });
  });

  test('a redirect is not followed, and no other host is asked', async () => {
    const other = await FhirServer.start();
    server.override = (_request, response) => {
      response.writeHead(302, { location: other.baseUrl });
      response.end();
      return true;
    };
    expect(await ask('allergies')).toMatchObject({ because: 'source-error' });
    expect(other.log).toEqual([]);
    await other.close();
  });

  test.each([
    ['another host', () => 'http://127.0.0.1:1/fhir/Condition?_from=3'],
    ['another path', () => `${new URL(server.baseUrl).origin}/admin?_from=3`],
    ['a path that climbs', () => `${server.baseUrl}/../admin`],
    ['nothing at all', () => 'http://'],
    ['a file', () => 'file:///etc/passwd'],
  ])('a paging link to %s is not followed, and the answer says that there is more', async (_where, link) => {
    server.resources.push(...conditionsOf('full', 9));
    server.rewrite = (body) => body.replace(/"url":"[^"]*"/, `"url":${JSON.stringify(link())}`);
    server.override = (_request, _response, url) => {
      url.searchParams.set('_count', '3');
      return false;
    };
    const answer = await ask('problems');
    expect(answer).toMatchObject({ state: 'answered', truncated: true });
    expect(answer.state === 'answered' && answer.entries).toHaveLength(3);
    expect(asked('/admin')).toBe(0);
    expect(asked('/fhir/Condition')).toBe(1);
  });

  test('paging is followed below the limit, and no further', async () => {
    server.resources.push(...conditionsOf('full', 9));
    server.override = (_request, _response, url) => {
      url.searchParams.set('_count', '3');
      return false;
    };
    const answer = await ask('problems', { limit: 5 });
    expect(answer.state === 'answered' && answer.entries).toHaveLength(5);
    expect(answer).toMatchObject({ truncated: true });
    expect(asked('/fhir/Condition')).toBe(2);
  });

  test('pages that lead back to themselves end', async () => {
    const next = `"link":[{"relation":"next","url":"${server.baseUrl}/Condition?again"}]`;
    server.rewrite = (body) => (body.includes('"Condition"') ? body.replace('"link":[]', next) : body);
    server.override = (_request, _response, url) => {
      if (url.search === '?again') url.search = '?patient=full';
      return false;
    };
    expect(await ask('problems')).toMatchObject({ state: 'answered', truncated: true });
    expect(asked('/fhir/Condition')).toBe(2);
  });

  test('a resource sent twice is shown once, and said', async () => {
    const [first] = conditionsOf('full', 1);
    if (first === undefined) throw new Error('no condition was made');
    server.resources.push(first, first);
    const answer = await ask('problems');
    if (answer.state !== 'answered') throw new Error(answer.detail);
    expect(answer.entries.map((entry) => entry.id)).toEqual(['Condition/c-full', 'Condition/many-0']);
    expect(answer.setAside).toMatchObject([
      { code: 'duplicate-record', recordId: 'Condition/many-0', entryShown: false },
    ]);
  });

  test('two Patients with one CHI number are nobody: no entry of either is shown', async () => {
    server.resources.push(patient('twin', FULL));
    expect(await ask('allergies')).toMatchObject({ because: 'source-error' });
    expect(await ask('demographics')).toMatchObject({ because: 'source-error' });
  });

  test("a Patient whose number is another's is not taken for the person", async () => {
    server.rewrite = (body) => body.replaceAll(FULL, '0101011237');
    expect(await ask('demographics')).toMatchObject({ because: 'source-error' });
  });

  test('security labels that can not be read hide the person, or the record, that has them', async () => {
    server.resources[0] = patient('full', FULL, { meta: { security: 'V' } });
    expect(await ask('allergies')).toMatchObject({ because: 'source-error' });
  });

  test('a token is sent, asked for anew each time, and one that can not be had is a source error', async () => {
    await source.close();
    let turn = 0;
    source = open({ token: () => `t${(turn += 1)}`, patientKeptMs: 0 });
    await ask('allergies');
    expect(server.log.map((one) => one.headers.authorization)).toEqual(['Bearer t1', 'Bearer t2']);
    await source.close();
    source = open({ token: () => Promise.reject(new Error('the secret is s3cret')) });
    const answer = await ask('allergies');
    expect(answer).toMatchObject({ because: 'source-error' });
    expect(JSON.stringify(answer)).not.toContain('s3cret');
  });

  test('trace context is passed on where it is sound, and left out where it is not', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const signal = new AbortController().signal;
    await source.fetch('allergies', { personId: FULL, signal, limit: 1, traceparent });
    await source.fetch('problems', { personId: FULL, signal, limit: 1, traceparent: 'x\r\nx-evil: 1' });
    expect(
      server.log.filter((one) => one.path.includes('Allergy')).map((one) => one.headers['traceparent']),
    ).toEqual([traceparent]);
    expect(server.log.some((one) => 'x-evil' in one.headers)).toBe(false);
  });

  describe('one page about one person', () => {
    test('looks the Patient up once for all that is asked together', async () => {
      const items: ItemType[] = ['demographics', 'deceased', 'allergies', 'medicines', 'problems', 'letters'];
      const answers = await Promise.all(items.map((item) => ask(item)));
      expect(answers.map((one) => one.state)).toEqual(items.map(() => 'answered'));
      expect(asked('/fhir/Patient')).toBe(1);
    });

    test('does not look the practice up unless it is asked for', async () => {
      await ask('demographics');
      expect(server.log.some((one) => one.path.includes('_include'))).toBe(false);
    });

    test('keeps the Patient for some seconds, and then asks again', async () => {
      await ask('allergies');
      clock += 9_999;
      await ask('allergies');
      expect(asked('/fhir/Patient')).toBe(1);
      clock += 1;
      await ask('allergies');
      expect(asked('/fhir/Patient')).toBe(2);
    });

    test('says of a kept Patient when it was read, not when it was used', async () => {
      await ask('demographics');
      clock += 5_000;
      expect(await ask('demographics')).toMatchObject({ freshness: { asOf: new Date(NOW).toISOString() } });
    });

    test('never keeps a failure, or that nobody was found', async () => {
      server.override = (_request, response) => {
        sendFhir(response, {}, 500);
        return true;
      };
      expect(await ask('allergies')).toMatchObject({ because: 'source-down' });
      server.override = undefined;
      const [person] = server.resources.splice(0, 1);
      expect(await ask('allergies')).toMatchObject({ because: 'person-not-found' });
      if (person !== undefined) server.resources.push(person);
      expect(await ask('allergies')).toMatchObject({ state: 'answered' });
    });

    test('one who leaves does not end the lookup that others wait for; the last one does', async () => {
      const held: (() => void)[] = [];
      server.override = (_request, response, url) => {
        if (url.pathname !== '/fhir/Patient') return false;
        held.push(() =>
          sendFhir(response, { resourceType: 'Bundle', entry: [{ resource: patient('full', FULL) }] }),
        );
        return true;
      };
      const [first, second, third] = [new AbortController(), new AbortController(), new AbortController()];
      const one = ask('allergies', { signal: first.signal });
      const two = ask('problems', { signal: second.signal });
      await expect.poll(() => held.length).toBe(1);
      first.abort();
      expect(await one).toMatchObject({ because: 'timeout' });
      expect(server.underWay).toBe(1);
      held[0]?.();
      expect(await two).toMatchObject({ state: 'answered' });
      clock += 60_000;
      const alone = ask('allergies', { signal: third.signal });
      await expect.poll(() => held.length).toBe(2);
      third.abort();
      await alone;
      await expect.poll(() => server.underWay).toBe(0);
    });
  });

  test('medicines named by reference are asked for once, together', async () => {
    server.override = (_request, _response, url) => {
      url.searchParams.delete('_include');
      return false;
    };
    const answer = await ask('medicines');
    expect(answer.state === 'answered' && answer.entries[0]?.content).toMatchObject({
      name: 'Amitriptyline 10 mg tablets',
    });
    expect(server.log.map((one) => one.path).filter((path) => path.startsWith('/fhir/Medication?'))).toEqual([
      '/fhir/Medication?_id=med-full&_count=1',
    ]);
  });

  test('key information says when the extract was sent, and with nothing in it when it should have been', async () => {
    expect(await ask('key-information')).toMatchObject({
      freshness: { kind: 'extract', asOf: '2026-11-20T06:00:00.000Z' },
    });
    server.resources.splice(1);
    clock = Date.parse('2026-07-01T03:00:00Z');
    expect(await ask('key-information')).toMatchObject({
      entries: [],
      freshness: { kind: 'extract', asOf: '2026-06-30T17:00:00.000Z' },
    });
  });

  test('the searches are those that the reference lists', async () => {
    for (const item of source.items) await ask(item);
    const searches = server.log.map((one) => decodeURIComponent(one.path.replace('/fhir/', '')));
    expect([...new Set(searches)].sort()).toMatchInlineSnapshot(`
      [
        "AllergyIntolerance?patient=full&_count=20",
        "Appointment?patient=full&date=ge2026-11-20T09:30:00.000Z&status=booked&_sort=date&_count=20",
        "Communication?patient=full&_sort=-sent&_count=20",
        "Condition?patient=full&clinical-status=active&_count=20",
        "Consent?patient=full&category=urn:solway:codesystem:consent-category|awi-s47&_count=20",
        "DocumentReference?patient=full&_sort=-date&_count=20",
        "Encounter?patient=full&date=ge2025-11-20&_sort=-date&_count=20",
        "Encounter?patient=full&status=in-progress&_count=20",
        "EpisodeOfCare?patient=full&status=active&_count=20",
        "Flag?patient=full&_count=20",
        "Medication?_id=med-full&_count=1",
        "MedicationRequest?patient=full&status=active&_include=MedicationRequest:medication&_count=20",
        "Observation?patient=full&category=laboratory,vital-signs&_sort=-date&_count=20",
        "Patient?identifier=urn:oid:2.16.840.1.113883.2.1.3.2.4.16.53|1904851231",
        "Patient?identifier=urn:oid:2.16.840.1.113883.2.1.3.2.4.16.53|1904851231&_include=Patient:general-practitioner",
      ]
    `);
  });
});
