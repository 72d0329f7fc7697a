import { DisclosureError, requestLaunch } from '@solway/disclosure';
import type { SmartClient } from '@solway/smart';
import type { FastifyInstance } from 'fastify';
import type { FhirParts } from '../fhir/parts.ts';
import { HostError } from '../hosts.ts';
import { hostBudget, RateError, tallied } from '../rate-limits.ts';
import type { ServerParts } from '../server.ts';

/** The back channel: a registered host asks for a page and gets a one-time handle. */
export function launchRoutes(app: FastifyInstance, parts: ServerParts): void {
  const { register, walk, publicUrl, rates, fhir } = parts;
  const spend = hostBudget(rates?.perHost ?? Infinity, () => Date.parse(walk.clock()));
  app.post('/launch', async (request, reply) => {
    try {
      const { host, claims } = await register.authenticate(
        request.headers.authorization,
        new Date(walk.clock()),
      );
      spend(host.clientId);
      const { app: client, ...launched } = await requestLaunch(walk, host, claims);
      const app = client === undefined ? undefined : fhir?.smart.register.clients.get(client);
      return await reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({
          ...launched,
          open: app === undefined ? `${publicUrl}/view` : appAddress(app, fhir, launched.handle),
        });
    } catch (error) {
      if (error instanceof HostError) {
        return reply
          .code(401)
          .header('www-authenticate', 'Bearer')
          .send({ code: error.code, message: error.message });
      }
      if (error instanceof DisclosureError) {
        return reply.code(statusOf(error)).send({ code: error.code, message: error.message });
      }
      if (error instanceof RateError) {
        void tallied(parts).catch(() => undefined);
        return reply.code(429).header('retry-after', '60').send({ code: error.code, message: error.message });
      }
      throw error;
    }
  });
}

/** Where the host's page opens the app (SMART 2.2, launch from an EHR); with no address of its own, the app's to know. */
function appAddress(app: SmartClient, fhir: FhirParts | undefined, handle: string): string | undefined {
  if (app.launchUri === undefined || fhir === undefined) return undefined;
  const url = new URL(app.launchUri);
  url.searchParams.set('iss', fhir.service.base);
  url.searchParams.set('launch', handle);
  return url.href;
}

function statusOf(error: DisclosureError): number {
  if (error.code === 'launch-replayed' || error.code === 'launch-person-mismatch') return 409;
  return error.code === 'launch-origin-unknown' || error.code === 'launch-kind-not-allowed' ? 403 : 400;
}
