import multipart from '@fastify/multipart';
import { editText } from '@solway/agreement';
import {
  adviseOn,
  approveVersion,
  commentOn,
  decideReview,
  GovernanceError,
  openReview,
  proposeVersion,
  putToConsultation,
  signOffAssessment,
  signVersion,
  withdrawVersion,
} from '@solway/governance';
import { formatDate, londonTime } from '@solway/kernel';
import { type GovernanceSaid, renderGovernanceRefusal } from '@solway/web';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify';
import { askPage } from '../governance/agreement/ask.ts';
import { assessPage, changeRisk, changeStep } from '../governance/agreement/assess.ts';
import { comparePage } from '../governance/agreement/compare.ts';
import { changePart, editPage, editPartPage } from '../governance/agreement/edit.ts';
import { listPage } from '../governance/agreement/list.ts';
import { readPage } from '../governance/agreement/read.ts';
import { replayPage } from '../governance/agreement/replay.ts';
import { keyOf, signPage } from '../governance/agreement/sign.ts';
import { download, pdf, takeFile, takeText, textPage } from '../governance/agreement/text.ts';
import { type OpenVersion, openVersion } from '../governance/agreement/version.ts';
import { GOVERNANCE_REFUSALS } from '../governance/agreement/words.ts';
import { frameOf, type Officer } from '../governance/officer.ts';
import { type GovernanceAct, type GovernancePages, governancePages } from '../governance/pages.ts';
import { rolePage, takeCompletions, trainingPage } from '../governance/training.ts';
import { pageHeaders } from '../headers.ts';
import type { ServerParts } from '../server.ts';
import type { Form } from './page-action.ts';

const LARGEST_TEXT = 2 * 1024 * 1024;

interface Asked {
  readonly officer: Officer;
  readonly form: Form;
  readonly reply: FastifyReply;
  readonly request: FastifyRequest | undefined;
}

/** The agreement's own pages: its document, its life, seeing ahead, its assessment. */
export async function agreementRoutes(
  app: FastifyInstance,
  parts: ServerParts,
  pages: GovernancePages,
): Promise<void> {
  const { walk } = parts;

  const page = (
    path: string,
    act: (asked: Asked) => Promise<string | FastifyReply>,
    options?: RouteShorthandOptions,
  ): void => pages.page(path, refusing(parts, act), options);
  const versionPage = (
    path: string,
    act: (asked: Asked, version: OpenVersion) => Promise<string | FastifyReply>,
    options?: RouteShorthandOptions,
  ): void => page(path, async (asked) => act(asked, await openVersion(parts, asked.form)), options);

  page('/agreement', ({ officer }) => listPage(parts, officer));
  versionPage('/agreement/read', ({ officer }, version) => readPage(parts, officer, version));
  versionPage('/agreement/compare', ({ officer, form }, version) =>
    comparePage(parts, officer, version, form),
  );
  versionPage('/agreement/replay', ({ officer, form }, version) => replayPage(parts, officer, version, form));
  versionPage('/agreement/ask', ({ officer, form }, version) => askPage(parts, officer, version, form));
  versionPage('/agreement/sign-page', ({ officer }, version) => signPage(parts, officer, version));
  versionPage('/agreement/edit-page', ({ officer }, version) => editPage(parts, officer, version));
  versionPage('/agreement/edit', ({ officer, form }, version) => editPartPage(parts, officer, version, form));
  versionPage('/agreement/change', ({ officer, form, request }, version) =>
    changePart(parts, officer, version, form, request),
  );
  versionPage('/agreement/download', async ({ reply }, version) => download(version, reply));
  versionPage('/agreement/pdf', async ({ reply }, version) => pdf(version, reply, walk.clock()));
  page(
    '/agreement/text',
    async ({ officer, form }) => {
      // Without a version it is a file that was not taken, put right.
      if (form['version'] === undefined) return takeFile(parts, officer, form['text'] ?? '');
      const version = await openVersion(parts, form);
      return form['text'] === undefined
        ? textPage(parts, officer, version)
        : takeText(parts, officer, version, form);
    },
    { bodyLimit: LARGEST_TEXT },
  );
  // Another feature takes files in its own way, so this one's is its own too.
  await app.register(async (withFiles) => {
    await withFiles.register(multipart, {
      attachFieldsToBody: 'keyValues',
      limits: { fileSize: LARGEST_TEXT, files: 1, fields: 20, fieldSize: LARGEST_TEXT },
    });
    const files = governancePages(withFiles, parts);
    const file = (path: string, take: (officer: Officer, text: string) => Promise<string>): void =>
      files.page(
        path,
        refusing(parts, ({ officer, request }) => take(officer, uploaded(request))),
        { bodyLimit: LARGEST_TEXT },
      );
    file('/agreement/upload', (officer, text) => takeFile(parts, officer, text));
    file('/training/import', (officer, text) => takeCompletions(parts, officer, text));
  });

  page('/training', ({ officer }) => trainingPage(parts, officer));
  page('/training/role', ({ officer, form }) => rolePage(parts, officer, form['role'] ?? ''));

  versionPage('/agreement/draft', async ({ officer, form }, { row }) => {
    const text = editText(row.text, [{ path: ['version'], value: form['number'] ?? '' }]);
    const proposal = { text, basedOn: row.version_id };
    const version = await proposeVersion(walk.db, officer, proposal, walk.clock());
    const opened = await openVersion(parts, { version });
    return editPage(parts, officer, opened, done('This is your draft. Nobody else is asked about it yet.'));
  });

  /** After an act, the page that it was done on, as it stands now. */
  const acted = async ({ officer, form }: Asked, to: typeof signPage, words: string): Promise<string> =>
    to(parts, officer, await openVersion(parts, form), done(words));

  versionPage('/agreement/comment', async (asked, { row }) => {
    const comment = {
      versionId: row.version_id,
      section: asked.form['section'] ?? '',
      words: asked.form['words'] ?? '',
    };
    await commentOn(walk.db, asked.officer, comment, walk.clock());
    return acted(asked, readPage, 'Your comment is with the version.');
  });
  versionPage('/agreement/consult', async (asked, { row }) => {
    const shown = Number(asked.form['shown']);
    await putToConsultation(walk.db, asked.officer, { versionId: row.version_id, shown }, walk.clock());
    return acted(asked, signPage, 'It has been put to the parties.');
  });
  versionPage('/agreement/withdraw', async (asked, { row }) => {
    await withdrawVersion(walk.db, asked.officer, row.version_id, walk.clock());
    return acted(asked, signPage, 'It is taken back.');
  });
  versionPage('/agreement/sign', async (asked, { row }) => {
    const signed = { versionId: row.version_id, digest: asked.form['digest'] ?? '' };
    const left = await signVersion(walk.db, keyOf(parts), asked.officer, signed, walk.clock());
    return acted(
      asked,
      signPage,
      left === 'all-signed'
        ? 'You have signed. Every officer has now.'
        : 'You have signed. Others still have to.',
    );
  });
  versionPage('/agreement/approve', async (asked, { row }) => {
    const approved = { versionId: row.version_id, digest: asked.form['digest'] ?? '' };
    const now = walk.clock();
    const from = await approveVersion(walk.db, keyOf(parts), asked.officer, approved, now);
    await parts.agreementChanged?.();
    const words =
      from <= now
        ? 'It is in force: this is what the viewers release.'
        : `It comes into force on ${formatDate(londonTime(from).date)}.`;
    return acted(asked, signPage, words);
  });
  versionPage('/agreement/review', async (asked, { row }) => {
    await openReview(walk.db, asked.officer, row.version_id, walk.clock());
    return acted(asked, signPage, 'The review has begun. It stays in force.');
  });
  versionPage('/agreement/decide', async (asked, { row }) => {
    const { form } = asked;
    const decision = form['decision'] === 'end' ? 'end' : 'continue';
    const review = {
      versionId: row.version_id,
      decision,
      reason: form['reason'] ?? '',
      nextReview: form['next'] ?? '',
    } as const;
    const came = await decideReview(walk.db, asked.officer, review, walk.clock());
    await parts.agreementChanged?.();
    return acted(asked, signPage, REVIEW_SAID[came]);
  });

  versionPage('/agreement/assess', ({ officer }, version) => assessPage(parts, officer, version));
  versionPage('/agreement/assess/step', async (asked, version) => {
    await changeStep(parts, asked.officer, version, asked.form);
    return acted(asked, assessPage, 'The step is saved. Advice is asked for on what it says now.');
  });
  versionPage('/agreement/assess/risk', async (asked, version) => {
    await changeRisk(parts, asked.officer, version, asked.form);
    return acted(asked, assessPage, 'The risk is saved. Advice is asked for on what it says now.');
  });
  versionPage('/agreement/assess/advise', async (asked, { row }) => {
    const recommends = asked.form['recommends'] === 'proceed' ? 'proceed' : 'do-not-proceed';
    const advice = { versionId: row.version_id, recommends, words: asked.form['words'] ?? '' } as const;
    await adviseOn(walk.db, asked.officer, advice, walk.clock());
    return acted(asked, assessPage, 'Your advice is recorded.');
  });
  versionPage('/agreement/assess/sign-off', async (asked, { row }) => {
    const { form } = asked;
    const signOff = {
      versionId: row.version_id,
      overruling: form['overruling'] ?? '',
      regulatorOn: form['regulatorOn'] ?? '',
      regulatorSaid: form['regulatorSaid'] ?? '',
    };
    await signOffAssessment(walk.db, asked.officer, signOff, walk.clock());
    return acted(asked, assessPage, 'The assessment is signed off.');
  });
}

/** A refusal is a page that says what was wrong, and that nothing was changed. */
function refusing(parts: ServerParts, act: (asked: Asked) => Promise<string | FastifyReply>): GovernanceAct {
  return async (officer, form, reply, request) => {
    try {
      return await act({ officer, form, reply, request });
    } catch (error) {
      if (!(error instanceof GovernanceError)) throw error;
      return refusal(parts, officer, form, error, reply);
    }
  };
}

const REVIEW_SAID = {
  continued: 'It goes on. Your decision and its reason are kept.',
  'end-proposed': 'You say that it should end. It goes on until an officer of another party says so too.',
  ended: 'It has ended. Nothing is shared under it any more.',
} as const;

function done(words: string): GovernanceSaid {
  return { tone: 'done', words };
}

/** The text of an uploaded file; a file that is not text has characters that YAML does not take. */
function uploaded(request: FastifyRequest | undefined): string {
  const body = request?.body;
  const file = typeof body === 'object' && body !== null && 'file' in body ? body.file : undefined;
  if (Buffer.isBuffer(file)) return file.toString('utf8');
  return typeof file === 'string' ? file : '';
}

function refusal(
  parts: ServerParts,
  officer: Officer,
  form: Form,
  error: GovernanceError,
  reply: FastifyReply,
): FastifyReply {
  const { title, words, status } = GOVERNANCE_REFUSALS[error.code];
  const version = form['version'];
  const back =
    version === undefined || error.code === 'agreement-unknown'
      ? { href: '/agreement', words: 'Back to the versions' }
      : { href: '/agreement/sign-page', words: 'Back to the version', fields: { version } };
  const text = renderGovernanceRefusal({
    frame: frameOf(parts, officer, '/agreement'),
    title,
    sentences: [words, `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`],
    code: error.code,
    back,
  });
  return reply.code(status).headers(pageHeaders([])).send(text);
}
