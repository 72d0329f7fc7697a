import type { FastifyInstance } from 'fastify';
import { type GovernancePages, governancePages } from '../governance/pages.ts';
import { glassPage } from '../glass.ts';
import type { ServerParts } from '../server.ts';
import { agreementRoutes } from './agreement.ts';

/** The pages of those who keep the agreement. They open top-level only: no system's frame holds them. */
export async function governanceRoutes(app: FastifyInstance, parts: ServerParts): Promise<GovernancePages> {
  const pages = governancePages(app, parts);
  pages.page('/glass', (officer, form) => glassPage(parts, officer, form));
  await agreementRoutes(app, parts, pages);
  return pages;
}
