import {
  closeOpenView,
  type CloseReason,
  DisclosureError,
  openHandle,
  reportNotMyPatient,
  requireView,
  summarise,
} from '@solway/disclosure';
import type { OpenedView } from '@solway/store';
import {
  panelById,
  renderClosedPage,
  renderNotMyPatientDone,
  renderPanelPage,
  renderRefusedPage,
  renderSummaryPage,
  type SummaryActions,
  WRONG_PERSON_REASONS,
} from '@solway/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { browserCookie, readBrowserSecret } from '../cookie.ts';
import { glassPage, taskReference } from '../glass.ts';
import { pageHeaders } from '../headers.ts';
import { REFUSAL_SENTENCES } from '../refusal-sentences.ts';
import type { ServerParts } from '../server.ts';

type Form = Readonly<Record<string, string | undefined>>;

const IDLE_MINUTES = 15;
/** What the page's script says, in the ledger's words. */
const CLOSE_REASONS: ReadonlyMap<string, CloseReason> = new Map([
  ['host', 'person-changed'],
  ['idle', 'idle'],
  ['left', 'closed'],
  ['user', 'closed'],
  ['somebody-else', 'closed'],
]);

/** Refusals of what was once there to be had. */
const GONE: ReadonlySet<DisclosureError['code']> = new Set([
  'view-expired',
  'handle-expired',
  'view-closed',
  'view-overtaken',
]);

/** The pages inside a host's frame, and the actions on them. Every address is the same for every person. */
export function viewRoutes(app: FastifyInstance, parts: ServerParts): void {
  const { walk, publicUrl } = parts;

  app.post('/view', async (request, reply) => {
    const { handle } = formOf(request);
    if (handle === undefined) return refused(reply, parts, 'handle-unknown');
    try {
      const { opened, browserSecret } = await openHandle(walk, {
        handle,
        origin: request.headers.origin,
        browserSecret: readBrowserSecret(request.headers.cookie),
      });
      reply.header('set-cookie', browserCookie(browserSecret));
      if (opened.view.kind === 'governance')
        return await released(reply, opened, await glassPage(parts, opened), []);
      const summary = await summarise(walk, opened);
      return await released(reply, opened, renderSummaryPage(summary, actionsOf(opened)));
    } catch (error) {
      if (error instanceof DisclosureError) return refused(reply, parts, error.code);
      throw error;
    }
  });

  const action = (
    path: string,
    act: (opened: OpenedView, form: Form, reply: FastifyReply) => Promise<FastifyReply>,
    on: { readonly over?: 'allowed' } = {},
  ): void => {
    app.post(path, async (request, reply) => {
      if (request.headers.origin !== publicUrl) return refused(reply, parts, 'view-unknown');
      const form = formOf(request);
      try {
        const browserSecret = readBrowserSecret(request.headers.cookie);
        return await act(
          await requireView(walk, { viewId: form['view'] ?? '', browserSecret, ...on }),
          form,
          reply,
        );
      } catch (error) {
        if (error instanceof DisclosureError) return refused(reply, parts, error.code);
        throw error;
      }
    });
  };

  action('/view/again', async (opened, form, reply) => {
    const panel = panelById(form['panel'] ?? '');
    if (opened.view.kind !== 'summary') return refused(reply, parts, 'view-unknown');
    const summary = await summarise(walk, opened, panel?.items);
    const page =
      panel === undefined || summary.body.state === 'not-matched'
        ? renderSummaryPage(summary, actionsOf(opened))
        : renderPanelPage(summary, summary.body.items, actionsOf(opened));
    return released(reply, opened, page);
  });

  // Somebody else's record, once seen, can be reported from a page that has since closed.
  action(
    '/view/not-my-patient',
    async (opened, form, reply) => {
      if (opened.view.kind !== 'summary') return refused(reply, parts, 'view-unknown');
      const reason = WRONG_PERSON_REASONS.find(([value]) => value === form['reason'])?.[0];
      const taskId = await reportNotMyPatient(walk, opened, reason ?? 'no-reason-given');
      const direction =
        walk.hosts.get(opened.view.client_id)?.side === 'council' ? 'health-to-council' : 'council-to-health';
      const page = renderNotMyPatientDone({
        direction,
        contact: walk.owners[direction].contact,
        taskReference: taskReference(taskId),
      });
      return released(reply, opened, page);
    },
    { over: 'allowed' },
  );

  action('/view/close', async (opened, form, reply) => {
    const reason = CLOSE_REASONS.get(form['reason'] ?? '') ?? 'closed';
    await closeOpenView(walk, opened, reason);
    return released(
      reply,
      opened,
      renderClosedPage(reason === 'person-changed' ? 'host' : reason === 'idle' ? 'idle' : 'user'),
    );
  });

  action('/glass', async (opened, form, reply) => {
    if (opened.view.kind !== 'governance') return refused(reply, parts, 'view-unknown');
    return released(reply, opened, await glassPage(parts, opened, form), []);
  });

  function released(
    reply: FastifyReply,
    { view }: OpenedView,
    page: string,
    ancestors = [view.origin],
  ): FastifyReply {
    reply.raw.once('finish', () => walk.observe?.('released', 0));
    return reply.headers(pageHeaders(ancestors)).send(page);
  }

  function actionsOf({ view }: OpenedView): SummaryActions {
    return {
      viewId: view.view_id,
      tryAgainUrl: '/view/again',
      notMyPatientUrl: '/view/not-my-patient',
      closeUrl: '/view/close',
      hostOrigin: view.origin,
      idleMinutes: IDLE_MINUTES,
    };
  }
}

function formOf(request: FastifyRequest): Form {
  const body = request.body;
  if (typeof body !== 'object' || body === null) return {};
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, typeof value === 'string' ? value : undefined]),
  );
}

function refused(
  reply: FastifyReply,
  { register }: ServerParts,
  code: DisclosureError['code'],
): FastifyReply {
  const status = GONE.has(code) ? 410 : 403;
  return reply
    .code(status)
    .headers(pageHeaders(register.origins))
    .send(renderRefusedPage({ code, sentence: REFUSAL_SENTENCES[code] }));
}
