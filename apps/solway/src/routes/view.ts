import {
  acknowledgeNotice,
  askForReason,
  breakGlass,
  closeOpenView,
  type CloseReason,
  DisclosureError,
  noticesFor,
  openHandle,
  reportNotMyPatient,
  summarise,
} from '@solway/disclosure';
import type { OpenedView } from '@solway/store';
import {
  panelById,
  renderAcknowledgedPage,
  renderBreakGlassPage,
  renderClosedPage,
  renderNotMyPatientDone,
  renderPanelPage,
  renderSummaryPage,
  type SummaryActions,
  type ToldModel,
  WRONG_PERSON_REASONS,
} from '@solway/web';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { browserCookie, readBrowserSecret } from '../cookie.ts';
import { officerOfView } from '../governance/officer.ts';
import type { GovernancePages } from '../governance/pages.ts';
import { pageHeaders } from '../headers.ts';
import type { ServerParts } from '../server.ts';
import { isUuid } from '../stewardship/who.ts';
import { worklistPage } from '../stewardship/worklist.ts';
import { taskReference } from '../task-words.ts';
import { formOf, pageActions, refused } from './page-action.ts';

const IDLE_MINUTES = 15;
/** What the page's script says, in the ledger's words. */
const CLOSE_REASONS: ReadonlyMap<string, CloseReason> = new Map([
  ['host', 'person-changed'],
  ['idle', 'idle'],
  ['left', 'closed'],
  ['user', 'closed'],
  ['somebody-else', 'closed'],
]);

/** What a request for emergency access lacked; its page is shown again. */
const PROBLEMS: Partial<Record<DisclosureError['code'], 'reason' | 'words'>> = {
  'break-glass-reason-missing': 'reason',
  'break-glass-words-missing': 'words',
};

/** The pages inside a host's frame, and the actions on them. Every address is the same for every person. */
export function viewRoutes(app: FastifyInstance, parts: ServerParts, governance: GovernancePages): void {
  const { walk } = parts;

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
      if (opened.view.kind === 'governance') return await governance.home(officerOfView(opened), reply);
      if (opened.view.kind === 'stewardship')
        return await released(reply, opened, await worklistPage(parts, opened), []);
      const summary = await summarise(walk, opened);
      return await released(
        reply,
        opened,
        renderSummaryPage(summary, actionsOf(opened), await toldOf(opened)),
      );
    } catch (error) {
      if (error instanceof DisclosureError) return refused(reply, parts, error.code);
      throw error;
    }
  });

  const action = pageActions(app, parts);

  action('/view/again', async (opened, form, reply) => {
    const panel = panelById(form['panel'] ?? '');
    if (opened.view.kind !== 'summary') return refused(reply, parts, 'view-unknown');
    const summary = await summarise(walk, opened, panel?.items);
    const page =
      panel === undefined || summary.body.state !== 'matched'
        ? renderSummaryPage(summary, actionsOf(opened), await toldOf(opened))
        : renderPanelPage(summary, summary.body.items, actionsOf(opened));
    return released(reply, opened, page);
  });

  action('/view/emergency', async (opened, form, reply) => {
    if (opened.view.kind !== 'summary') return refused(reply, parts, 'view-unknown');
    const given = { reason: form['reason'] ?? '', words: form['words'] ?? '' };
    const ask = (problem?: 'reason' | 'words'): string => {
      const { summary, reasons } = askForReason(walk, opened);
      const asked = problem === undefined ? { reasons } : { reasons, problem, given };
      return renderBreakGlassPage(summary, asked, actionsOf(opened));
    };
    if (form['stated'] === undefined) return released(reply, opened, ask());
    try {
      const openedWide = await breakGlass(walk, opened, given);
      const summary = await summarise(walk, openedWide);
      return released(
        reply,
        openedWide,
        renderSummaryPage(summary, actionsOf(openedWide), await toldOf(openedWide)),
      );
    } catch (error) {
      const problem = error instanceof DisclosureError ? PROBLEMS[error.code] : undefined;
      if (problem === undefined) throw error;
      return released(reply.code(400), opened, ask(problem));
    }
  });

  // Somebody else's record, once seen, can be reported from a page that has since closed.
  action(
    '/view/not-my-patient',
    async (opened, form, reply) => {
      if (opened.view.kind !== 'summary') return refused(reply, parts, 'view-unknown');
      const reason = WRONG_PERSON_REASONS.find(([value]) => value === form['reason'])?.[0];
      const { taskId, stopped } = await reportNotMyPatient(walk, opened, reason ?? 'no-reason-given');
      const direction =
        walk.hosts.get(opened.view.client_id)?.side === 'council' ? 'health-to-council' : 'council-to-health';
      const page = renderNotMyPatientDone({
        direction,
        stopped,
        contact: walk.owners[direction].contact,
        taskReference: taskReference(taskId),
      });
      return released(reply, opened, page);
    },
    { over: 'allowed' },
  );

  // What was read can be acknowledged from a page that is over by now; the person's page comes back where it is not.
  action(
    '/view/acknowledge',
    async (opened, form, reply) => {
      if (opened.view.kind !== 'summary') return refused(reply, parts, 'view-unknown');
      const notice = form['notice'];
      if (isUuid(notice)) await acknowledgeNotice(walk, opened, notice);
      if (opened.over) return released(reply, opened, renderAcknowledgedPage());
      const summary = await summarise(walk, opened);
      return released(reply, opened, renderSummaryPage(summary, actionsOf(opened), await toldOf(opened)));
    },
    { over: 'allowed' },
  );

  /** A notice that can't be read costs nobody the page of the person they have open: it comes with the next. */
  async function toldOf(opened: OpenedView): Promise<readonly ToldModel[]> {
    try {
      return await noticesFor(walk, opened);
    } catch (error) {
      app.log.error({ err: error }, 'a notice could not be shown');
      return [];
    }
  }

  action('/view/close', async (opened, form, reply) => {
    const reason = CLOSE_REASONS.get(form['reason'] ?? '') ?? 'closed';
    await closeOpenView(walk, opened, reason);
    return released(
      reply,
      opened,
      renderClosedPage(reason === 'person-changed' ? 'host' : reason === 'idle' ? 'idle' : 'user'),
    );
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
      acknowledgeUrl: '/view/acknowledge',
      emergencyUrl: '/view/emergency',
      hostOrigin: view.origin,
      idleMinutes: IDLE_MINUTES,
    };
  }
}
