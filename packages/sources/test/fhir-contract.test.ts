import { createFhirSource } from '../src/index.ts';
import { contractSuite } from './support/contract-suite.ts';
import { FhirServer, sendText } from './support/fhir-server.ts';
import {
  BARE,
  conditionsOf,
  FULL,
  MANY,
  NOBODY,
  nowMs,
  patient,
  recordsOf,
  RESTRICTED,
} from './support/health-records.ts';
import { TcpProxy } from './support/tcp-proxy.ts';

const PLENTY = 31;
const OF_THE_PATIENT: ReadonlySet<string> = new Set(['demographics', 'gp-practice', 'deceased']);

contractSuite('the FHIR source', async () => {
  const server = await FhirServer.start();
  const proxy = await TcpProxy.before(server.port);
  server.resources.push(
    patient('full', FULL, {
      deceasedDateTime: '2026-11-19',
      generalPractitioner: [{ reference: 'Organization/gp-full' }],
    }),
    patient('bare', BARE),
    patient('secret', RESTRICTED, {
      meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'V' }] },
    }),
    patient('many', MANY),
    ...recordsOf('full'),
    ...recordsOf('secret'),
    ...conditionsOf('many', PLENTY),
  );
  const baseUrl = `http://127.0.0.1:${proxy.port}/fhir`;
  server.rewrite = (body) => body.replaceAll(server.baseUrl, baseUrl);
  const source = createFhirSource({ name: 'Orion', baseUrl, nowMs, patientKeptMs: 0 });
  return {
    source,
    persons: {
      full: FULL,
      bare: BARE,
      restricted: RESTRICTED,
      many: { personId: MANY, count: PLENTY },
      nobody: NOBODY,
    },
    items: { many: 'problems' },
    freshness: 'live',
    faults: {
      heal() {
        server.override = undefined;
        server.rewrite = (body) => body.replaceAll(server.baseUrl, baseUrl);
        proxy.become({ kind: 'pass' });
      },
      down: () => proxy.become({ kind: 'down' }),
      stall: () => void (server.override = () => true),
      cut() {
        server.override = (_request, response) => {
          response.writeHead(200, { 'content-type': 'application/fhir+json', 'content-length': '1000' });
          response.write('{"resourceType":"Bundle","entry":[');
          setImmediate(() => response.destroy());
          return true;
        };
      },
      lie(item) {
        const [from, to] = OF_THE_PATIENT.has(item) ? [FULL, BARE] : ['"Patient/full"', '"Patient/other"'];
        server.rewrite = (body) => body.replaceAll(from, to);
      },
      garble(bytes) {
        server.override = (_request, response) => {
          sendText(response, Buffer.from(bytes), 'application/fhir+json');
          return true;
        };
      },
    },
    underWay: () => Promise.resolve(server.underWay),
    async stop() {
      await source.close();
      await proxy.close();
      await server.close();
    },
  };
});
