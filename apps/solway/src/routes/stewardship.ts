import {
  assignCases,
  decideCase,
  type Decision,
  recordToldOtherwise,
  ReviewError,
  settleReport,
} from '@solway/identity';
import { findCases, neighbourCase, type OpenedView } from '@solway/store';
import { renderReviewRefusal, type ReviewSaid } from '@solway/web';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { pageHeaders } from '../headers.ts';
import type { ServerParts } from '../server.ts';
import { casePage } from '../stewardship/case-page.ts';
import { exposureFile } from '../stewardship/exposure-file.ts';
import { exposurePage } from '../stewardship/exposure-page.ts';
import { qualityPage } from '../stewardship/quality-page.ts';
import { decidedWords, REVIEW_REFUSALS } from '../stewardship/sentences.ts';
import { DEFAULT_STEWARD_SETTINGS } from '../stewardship/settings.ts';
import { actionsOf, isUuid, stewardOf, viewerOf } from '../stewardship/who.ts';
import { worklistPage } from '../stewardship/worklist.ts';
import { type Form, pageActions, refused } from './page-action.ts';

/** The data steward's pages. They open top-level only: no system's frame holds them. */
export function stewardshipRoutes(app: FastifyInstance, parts: ServerParts): void {
  const { walk } = parts;
  const pageAction = pageActions(app, parts);

  /** For stewards alone; a refusal is a page that says that nothing was changed. */
  const action = (path: string, act: (opened: OpenedView, form: Form) => Promise<string>): void =>
    pageAction(path, async (opened, form, reply) => {
      if (opened.view.kind !== 'stewardship') return refused(reply, parts, 'view-unknown');
      try {
        return await send(reply, await act(opened, form));
      } catch (error) {
        if (!(error instanceof ReviewError)) throw error;
        return send(reply.code(STATUS[error.code]), refusalPage(opened, error, form['case']));
      }
    });

  /** The same for a file that the browser keeps. */
  const fileAction = (
    path: string,
    name: string,
    write: (opened: OpenedView, form: Form) => Promise<string>,
  ): void =>
    pageAction(path, async (opened, form, reply) => {
      if (opened.view.kind !== 'stewardship') return refused(reply, parts, 'view-unknown');
      try {
        const file = await write(opened, form);
        return await reply
          .headers({
            ...pageHeaders([]),
            'content-type': 'text/csv; charset=utf-8',
            'content-disposition': `attachment; filename="${name}"`,
          })
          .send(file);
      } catch (error) {
        if (!(error instanceof ReviewError)) throw error;
        return send(reply.code(STATUS[error.code]), refusalPage(opened, error, undefined));
      }
    });

  action('/steward', (opened, form) => worklistPage(parts, opened, form));

  action('/steward/quality', (opened) => qualityPage(parts, opened));

  action('/steward/open', async (opened, form) => {
    if (isUuid(form['case'])) return casePage(parts, opened, form['case']);
    const way = form['way'] === 'previous' ? 'previous' : 'next';
    return goOn(opened, isUuid(form['from']) ? form['from'] : undefined, way);
  });

  action('/steward/find', async (opened, form) => {
    const number = (form['number'] ?? '').replaceAll(/\s/g, '');
    const [first] = /^[0-9]{1,20}$/.test(number) ? await findCases(walk.db, stewardOf(opened), number) : [];
    if (first !== undefined) return casePage(parts, opened, first);
    return worklistPage(parts, opened, {}, { tone: 'trouble', words: 'No link was found by that number.' });
  });

  action('/steward/decide', async (opened, form) => {
    const caseId = isUuid(form['case']) ? form['case'] : '';
    if (caseId === '') throw new ReviewError('review-unknown', 'no case was named');
    const steward = stewardOf(opened);
    const now = walk.clock();
    // The next is looked up before, while this one still has its place.
    const next = await neighbourCase(walk.db, steward, {
      by: `${steward.organisation}:${steward.userId}`,
      at: now,
      from: caseId,
      direction: 'next',
    });
    const decision = await decideCase(
      walk.db,
      steward,
      {
        caseId,
        screen: form['screen'] ?? '',
        act: form['act'] ?? '',
        choice: form['choice'] ?? '',
        reason: form['reason'] ?? '',
        note: form['note'] ?? '',
        second: form['second'] === 'yes',
      },
      now,
      (parts.stewardship ?? DEFAULT_STEWARD_SETTINGS).secondOpinion,
    );
    return afterwards(opened, caseId, decision, next);
  });

  action('/steward/assign', async (opened, form) => {
    const back = form['back'];
    const picked = isUuid(back)
      ? [back]
      : Object.keys(form).flatMap((name) => (name.startsWith('pick-') ? [name.slice(5)] : []));
    const to = form['to'] ?? '';
    const { cases, name } = await assignCases(
      walk.db,
      stewardOf(opened),
      { caseIds: picked.filter(isUuid), to },
      walk.clock(),
    );
    const words = `${cases} ${cases === 1 ? 'person is' : 'people are'} assigned to ${name ?? 'nobody'}.`;
    const said: ReviewSaid = { tone: 'done', words };
    return isUuid(back) ? casePage(parts, opened, back, said) : worklistPage(parts, opened, form, said);
  });

  action('/steward/exposure', async (opened, form) => {
    if (!isUuid(form['link'])) throw new ReviewError('review-unknown', 'no link was named');
    return exposurePage(parts, opened, form['link']);
  });

  action('/steward/told', async (opened, form) => {
    const [linkId, noticeId] = [form['link'], form['notice']];
    if (!isUuid(linkId) || !isUuid(noticeId)) throw new ReviewError('review-unknown', 'no notice was named');
    const note = form['note'] ?? '';
    await recordToldOtherwise(walk.db, stewardOf(opened), { linkId, noticeId, note }, walk.clock());
    return exposurePage(parts, opened, linkId, { tone: 'done', words: 'It is noted that they were told.' });
  });

  action('/steward/report', async (opened, form) => {
    const reportId = form['report'];
    if (!isUuid(reportId)) throw new ReviewError('review-unknown', 'no report was named');
    await settleReport(walk.db, stewardOf(opened), { reportId, note: form['note'] ?? '' }, walk.clock());
    return worklistPage(parts, opened, {}, { tone: 'done', words: 'The report is settled.' });
  });

  fileAction('/steward/exposure/file', 'exposure-report.csv', async (opened, form) => {
    if (!isUuid(form['link'])) throw new ReviewError('review-unknown', 'no link was named');
    return exposureFile(parts, opened, form['link']);
  });

  /** An undone link shows whom it touched; a record with pairs left stays; anything else goes on to the next. */
  async function afterwards(
    opened: OpenedView,
    caseId: string,
    decision: Decision,
    next: string | undefined,
  ): Promise<string> {
    const said: ReviewSaid = { tone: 'done', words: decidedWords(decision), caseId };
    const [pair] = decision.pairs;
    if (decision.act === 'undone' && pair !== undefined) {
      return exposurePage(parts, opened, pair.id, { tone: 'done', words: decidedWords(decision) });
    }
    if (decision.stillOpen && decision.act === 'not-a-link') {
      return casePage(parts, opened, caseId, { tone: 'done', words: decidedWords(decision) });
    }
    if (next === undefined) return worklistPage(parts, opened, {}, said);
    try {
      return await casePage(parts, opened, next, said);
    } catch (error) {
      if (error instanceof ReviewError) return worklistPage(parts, opened, {}, said);
      throw error;
    }
  }

  async function goOn(
    opened: OpenedView,
    from: string | undefined,
    way: 'next' | 'previous',
  ): Promise<string> {
    const steward = stewardOf(opened);
    const id = await neighbourCase(walk.db, steward, {
      by: `${steward.organisation}:${steward.userId}`,
      at: walk.clock(),
      ...(from === undefined ? {} : { from }),
      direction: way,
    });
    if (id !== undefined) return casePage(parts, opened, id);
    const words = way === 'next' ? 'That was the last that you can decide.' : 'That was the first.';
    return worklistPage(parts, opened, {}, { tone: 'done', words });
  }

  function refusalPage(opened: OpenedView, error: ReviewError, caseId: string | undefined): string {
    const { title, sentences } = REVIEW_REFUSALS[error.code];
    const again = isUuid(caseId) && error.code !== 'review-unknown' && error.code !== 'review-withheld';
    return renderReviewRefusal({
      viewer: viewerOf(walk, opened),
      actions: actionsOf(opened),
      title,
      sentences,
      code: error.code,
      ...(again ? { caseId } : {}),
    });
  }

  function send(reply: FastifyReply, page: string): FastifyReply {
    return reply.headers(pageHeaders([])).send(page);
  }
}

const STATUS: Readonly<Record<ReviewError['code'], number>> = {
  'review-unknown': 404,
  'review-withheld': 403,
  'review-claimed': 409,
  'review-stale': 409,
  'review-choice-missing': 400,
  'review-reason-missing': 400,
  'review-note-invalid': 400,
  'review-second-opinion': 409,
  'review-nobody-else': 409,
  'review-assignee-unknown': 400,
};
