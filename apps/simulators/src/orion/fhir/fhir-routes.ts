import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FaultSwitch } from '../../faults/fault-state.ts';
import { type FhirAnswer, outcome } from './answers.ts';
import type { FhirService, Lie } from './fhir-service.ts';

export const FHIR_FAULTS = [
  'latency',
  'error',
  'hang',
  'half',
  'wrong-patient',
  'malformed',
  'huge-note',
] as const;
export type FhirFault = (typeof FHIR_FAULTS)[number];

export interface FhirRoutesOptions {
  readonly service: FhirService;
  readonly fault: FaultSwitch<FhirFault>;
  /** As others reach it: `http://127.0.0.1:8083/fhir`. */
  readonly base: () => string;
  /** Asked of every caller where it is set. */
  readonly token?: string;
}

/** `/fhir`, with whatever fault was ordered standing between the record and the caller. */
export function serveFhir(server: FastifyInstance, options: FhirRoutesOptions): void {
  const { service, base } = options;
  const answering =
    (answer: (request: FastifyRequest, lie: Lie | undefined) => FhirAnswer) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      if (!isAllowed(request, options.token)) {
        return send(reply, outcome(401, 'login', 'a bearer token is needed'));
      }
      const { mode, latencyMs, only } = options.fault.state;
      const type = (request.params as { type?: string }).type;
      const fault = only === undefined || only === type ? mode : 'none';
      const lie = fault === 'wrong-patient' || fault === 'huge-note' ? fault : undefined;
      if (fault === 'latency') await new Promise((resolve) => setTimeout(resolve, latencyMs));
      if (fault === 'hang') return reply.hijack();
      if (fault === 'error') return send(reply, outcome(500, 'exception', 'out of order, as was ordered'));
      const answered = answer(request, lie);
      if (fault === 'half') return sendHalf(reply, answered);
      if (fault === 'malformed')
        return reply.type(FHIR_JSON).send('{"resourceType":"Bundle","entry":[{"resou');
      return send(reply, answered);
    };
  server.get(
    '/fhir/metadata',
    answering(() => service.metadata(base())),
  );
  server.get(
    '/fhir/:type',
    answering((request, lie) => search(service, base(), request, lie)),
  );
  server.get(
    '/fhir/:type/:id',
    answering((request) => {
      const { type, id } = request.params as { type: string; id: string };
      return service.read(type, id);
    }),
  );
}

const FHIR_JSON = 'application/fhir+json; charset=utf-8';

function search(service: FhirService, base: string, request: FastifyRequest, lie?: Lie): FhirAnswer {
  const { type } = request.params as { type: string };
  const [, query = ''] = request.url.split('?', 2);
  return service.search(base, type, new URLSearchParams(query), lie);
}

function send(reply: FastifyReply, answer: FhirAnswer): FastifyReply {
  return reply.code(answer.status).type(FHIR_JSON).send(JSON.stringify(answer.body));
}

/** Promises the whole body, sends the half of it, and dies. */
function sendHalf(reply: FastifyReply, answer: FhirAnswer): FastifyReply {
  const body = Buffer.from(JSON.stringify(answer.body));
  reply.hijack();
  reply.raw.writeHead(answer.status, { 'content-type': FHIR_JSON, 'content-length': body.length });
  reply.raw.write(body.subarray(0, Math.floor(body.length / 2)), () => reply.raw.destroy());
  return reply;
}

function isAllowed(request: FastifyRequest, token: string | undefined): boolean {
  if (token === undefined) return true;
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
