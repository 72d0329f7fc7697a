import type { FastifyInstance } from 'fastify';
import { directoryPage } from '../governance/directory.ts';
import { objectionsPage, receive, weigh } from '../governance/objections.ts';
import { emergencyPage, reviewEmergency } from '../governance/emergency.ts';
import { type GovernancePages, governancePages } from '../governance/pages.ts';
import { glassPage } from '../glass.ts';
import type { ServerParts } from '../server.ts';
import { agreementRoutes } from './agreement.ts';
import { answerRoutes } from './answer.ts';
import { reportRoutes } from './reports.ts';
import { watchRoutes } from './watch.ts';

/** The pages of those who keep the agreement. They open top-level only: no system's frame holds them. */
export async function governanceRoutes(app: FastifyInstance, parts: ServerParts): Promise<GovernancePages> {
  const pages = governancePages(app, parts);
  pages.page('/glass', (officer, form) => glassPage(parts, officer, form));
  await agreementRoutes(app, parts, pages);
  watchRoutes(pages, parts);
  answerRoutes(pages, parts);
  pages.page('/objections', (officer) => objectionsPage(parts, officer));
  pages.page('/objections/receive', (officer, form) => receive(parts, officer, form));
  pages.page('/objections/weigh', (officer, form) => weigh(parts, officer, form));
  pages.page('/directory', (officer) => directoryPage(parts, officer));
  reportRoutes(pages, parts);
  pages.page('/emergency', (officer) => emergencyPage(parts, officer));
  pages.page('/emergency/review', (officer, form) => reviewEmergency(parts, officer, form));
  return pages;
}
