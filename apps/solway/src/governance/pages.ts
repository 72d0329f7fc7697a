import { DisclosureError } from '@solway/disclosure';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify';
import { pageHeaders } from '../headers.ts';
import { type Form, formOf, refused } from '../routes/page-action.ts';
import type { ServerParts } from '../server.ts';
import { pageOf, pagesFor } from './navigation.ts';
import { type Officer, officerOf } from './officer.ts';

/** The page as HTML, or an answer that the act has already sent. */
export type GovernanceAct = (
  officer: Officer,
  form: Form,
  reply: FastifyReply,
  /** Absent where the page opens as the first one, with no form of its own. */
  request?: FastifyRequest,
) => Promise<string | FastifyReply>;

export interface GovernancePages {
  /**
   * Registers one address, for POST alone. It must belong to a page of `GOVERNANCE_PAGES`, whose roles it opens
   * for; anybody else is refused, and so is a form that is not from our own page in the officer's own browser.
   */
  readonly page: (path: string, act: GovernanceAct, options?: RouteShorthandOptions) => void;
  /** The first page that an officer may open, for whoever has just come in. */
  readonly home: (officer: Officer, reply: FastifyReply) => Promise<FastifyReply>;
}

export function governancePages(app: FastifyInstance, parts: ServerParts): GovernancePages {
  const acts = new Map<string, GovernanceAct>();

  const answer = async (
    act: GovernanceAct,
    officer: Officer,
    form: Form,
    reply: FastifyReply,
    request?: FastifyRequest,
  ) => {
    const page = await act(officer, form, reply, request);
    return typeof page === 'string' ? reply.headers(pageHeaders([])).send(page) : page;
  };
  const coded = (error: unknown, reply: FastifyReply): FastifyReply => {
    if (error instanceof DisclosureError) return refused(reply, parts, error.code);
    throw error;
  };

  return {
    page(path, act, options = {}) {
      const belongs = pageOf(path);
      if (belongs === undefined) throw new Error(`${path} belongs to no governance page`);
      acts.set(path, act);
      app.post(path, options, async (request, reply) => {
        try {
          const officer = await officerOf(parts, request);
          if (!pagesFor(officer).includes(belongs)) return refused(reply, parts, 'view-unknown');
          return await answer(act, officer, formOf(request), reply, request);
        } catch (error) {
          return coded(error, reply);
        }
      });
    },
    async home(officer, reply) {
      const first = pagesFor(officer).find(({ href }) => acts.has(href));
      const act = first === undefined ? undefined : acts.get(first.href);
      if (act === undefined) return refused(reply, parts, 'view-unknown');
      return answer(act, officer, {}, reply);
    },
  };
}
