import type { GovernancePages } from '../governance/pages.ts';
import { pageHeaders } from '../headers.ts';
import { reportFile, reportPage } from '../reports/reports.ts';
import type { ServerParts } from '../server.ts';

/** Figures for officers and boards. */
export function reportRoutes(pages: GovernancePages, parts: ServerParts): void {
  pages.page('/reports', (officer, form) => reportPage(parts, officer, form));
  pages.page('/reports/csv', async (officer, form, reply) => {
    const { name, text } = await reportFile(parts, officer, form);
    return reply
      .headers({
        ...pageHeaders([]),
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${name}"`,
      })
      .send(text);
  });
}
