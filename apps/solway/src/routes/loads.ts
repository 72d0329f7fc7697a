import { createHash } from 'node:crypto';
import multipart from '@fastify/multipart';
import { loadAgain, loadFile } from '@solway/identity';
import { readUploadFile, UploadFileError } from '@solway/sources';
import type { OpenedView } from '@solway/store';
import { renderReviewRefusal } from '@solway/web';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { pageHeaders } from '../headers.ts';
import { LoadRefused } from '../load-refused.ts';
import type { ServerParts } from '../server.ts';
import { feedPage, messageSeen } from '../stewardship/feed.ts';
import { errorFile, loadPage, loadsPage, makeLoad } from '../stewardship/loads.ts';
import { LOAD_REFUSALS } from '../stewardship/load-sentences.ts';
import { uploadFile } from '../stewardship/upload-file.ts';
import { actionsOf, stewardOf, viewerOf } from '../stewardship/who.ts';
import { type Form, pageActions, refused } from './page-action.ts';

const LARGEST_FILE_BYTES = 10 * 1024 * 1024;

/** The data steward's pages about what goes to Mosaic and what comes from the register. */
export function loadRoutes(app: FastifyInstance, parts: ServerParts): void {
  const { walk } = parts;

  /** For stewards alone; what can't be done is a page that says that nothing was changed. */
  const action = (
    on: FastifyInstance,
    path: string,
    act: (opened: OpenedView, form: Form, reply: FastifyReply) => Promise<string>,
  ): void =>
    pageActions(on, parts)(path, async (opened, form, reply) => {
      if (opened.view.kind !== 'stewardship') return refused(reply, parts, 'view-unknown');
      try {
        const body = await act(opened, form, reply);
        // What a file holds has set its own kind already.
        return await reply.headers({ ...pageHeaders([]), ...reply.getHeaders() }).send(body);
      } catch (error) {
        if (!(error instanceof LoadRefused || error instanceof UploadFileError)) throw error;
        return reply
          .code(STATUS[error.code] ?? 400)
          .headers(pageHeaders([]))
          .send(refusalPage(opened, error));
      }
    });

  action(app, '/steward/loads', (opened) => loadsPage(parts, opened));
  action(app, '/steward/loads/show', (opened, form) => loadPage(parts, opened, form));
  action(app, '/steward/loads/make', (opened) => {
    requireDirect();
    return makeLoad(parts, opened);
  });

  action(app, '/steward/loads/again', async (opened, form) => {
    requireDirect();
    await loadPage(parts, opened, form);
    const made = await loadAgain(walk.db, stewardOf(opened), form['load'] ?? '', walk.clock());
    if (made.made !== 'load') {
      const words = 'Every rejected row has been settled since, or waits already.';
      return loadPage(parts, opened, form, { tone: 'done', words });
    }
    const words = `${rowsWords(made.rows)} stored again, and on the way.`;
    return loadPage(parts, opened, { load: made.id }, { tone: 'done', words });
  });

  action(app, '/steward/loads/errors', async (opened, form, reply) => {
    const text = await errorFile(parts, opened, form['load']);
    attach(reply, 'chi-load-errors.csv');
    return text;
  });

  action(app, '/steward/loads/upload-file', async (opened, _form, reply) => {
    const text = await uploadFile(parts, opened);
    attach(reply, 'chi-upload.csv');
    return text;
  });

  action(app, '/steward/feed', (opened) => feedPage(parts, opened));
  action(app, '/steward/feed/seen', (opened, form) => messageSeen(parts, opened, form['message']));

  // Only this address takes a file.
  void app.register(async (withFiles) => {
    await withFiles.register(multipart, {
      attachFieldsToBody: 'keyValues',
      throwFileSizeLimit: false,
      limits: { fileSize: LARGEST_FILE_BYTES + 1, files: 1, fields: 4, fieldSize: 1000 },
    });
    action(withFiles, '/steward/loads/send-file', async (opened, _form, reply) => {
      requireDirect();
      return sendFile(opened, (reply.request.body as { file?: unknown }).file);
    });
  });

  async function sendFile(opened: OpenedView, file: unknown): Promise<string> {
    if (!Buffer.isBuffer(file) || file.length === 0)
      throw new LoadRefused('load-file-missing', 'no file came');
    if (file.length > LARGEST_FILE_BYTES)
      throw new LoadRefused('load-file-too-large', 'the file is larger than is taken');
    const rows = readUploadFile(file);
    const digest = createHash('sha256').update(file).digest('hex');
    const made = await loadFile(walk.db, stewardOf(opened), { digest, rows }, walk.clock());
    if (made.made === 'nothing') throw new LoadRefused('load-unknown', 'the load was not stored');
    if (made.made === 'before') {
      const words = 'This very file was sent before. Nothing was sent twice: this is what became of it.';
      return loadPage(parts, opened, { load: made.id }, { tone: 'trouble', words });
    }
    const recovered = rows.filter((row) => row.recovered === true).length;
    const zeros =
      recovered === 0 ? '' : ` ${recovered} CHI numbers had lost their leading zero, and were given it back.`;
    const words = `${rowsWords(made.rows)} stored.${zeros}`;
    return loadPage(parts, opened, { load: made.id }, { tone: 'done', words });
  }

  function requireDirect(): void {
    if (parts.loading?.direct !== true)
      throw new LoadRefused('load-not-direct', 'there is no way to Mosaic set up');
    if (parts.loading?.granted() !== true)
      throw new LoadRefused('load-not-granted', 'no agreement in force lets CHI numbers go to the council');
  }

  function refusalPage(opened: OpenedView, error: LoadRefused | UploadFileError): string {
    const { title, sentences } = LOAD_REFUSALS[error.code];
    return renderReviewRefusal({
      viewer: viewerOf(walk, opened),
      actions: actionsOf(opened),
      title,
      sentences,
      code: error.code,
      back: { url: '/steward/loads', words: 'All loads' },
    });
  }
}

const STATUS: Readonly<Record<string, number>> = {
  'load-unknown': 404,
  'load-not-granted': 403,
  'load-not-direct': 409,
};

const rowsWords = (count: number): string =>
  count === 1 ? '1 row is' : `${count.toLocaleString('en-GB')} rows are`;

function attach(reply: FastifyReply, name: string): void {
  void reply.headers({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name}"`,
  });
}
