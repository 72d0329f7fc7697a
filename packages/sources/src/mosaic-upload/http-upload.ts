import { Pool } from 'undici';
import { z } from 'zod';
import { SourceFailure } from '../source-failure.ts';
import type { ChiUpload, ChiUploadAnswer, ChiUploadRow } from './port.ts';

export interface HttpUploadOptions {
  /** Where rows are posted: `https://mosaic.example/chi-uploads`. */
  readonly url: string;
  readonly token?: string;
  /** For one batch of rows; 30,000 by default. */
  readonly deadlineMs?: number;
}

const LARGEST_ANSWER_BYTES = 1024 * 1024;
const MOST_ANSWERS = 10_000;

const Answer = z.object({
  results: z
    .array(
      z.object({
        key: z.string().max(200),
        outcome: z.enum(['accepted', 'unchanged', 'rejected']),
        reason: z
          .string()
          .regex(/^[a-z0-9][a-z0-9-]{0,59}$/)
          .optional(),
      }),
    )
    .max(MOST_ANSWERS),
});

/**
 * Mosaic's door over HTTP: `POST url` with `{"rows": [{key, personId, chi, action}]}`, answered by
 * `{"results": [{key, outcome, reason}]}`.
 */
export function createHttpUpload(options: HttpUploadOptions): ChiUpload {
  const url = new URL(options.url);
  const pool = new Pool(url.origin, { connections: 2, pipelining: 1, connect: { timeout: 5_000 } });
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
  };

  async function post(rows: readonly ChiUploadRow[], signal: AbortSignal): Promise<string> {
    const answer = await pool.request({
      path: url.pathname + url.search,
      method: 'POST',
      headers,
      body: JSON.stringify({ rows }),
      signal,
    });
    const { statusCode } = answer;
    if (statusCode !== 200) {
      answer.body.on('error', () => undefined).destroy();
      // 4xx says that this very request is wrong; anything else, that it is no time for requests.
      const code =
        statusCode >= 400 && statusCode < 500 && statusCode !== 429 ? 'source-error' : 'source-down';
      throw new SourceFailure(code, `Mosaic answered ${statusCode}`);
    }
    return await bounded(answer.body);
  }

  return {
    async send(rows, signal) {
      const deadline = AbortSignal.any([signal, AbortSignal.timeout(options.deadlineMs ?? 30_000)]);
      let text: string;
      try {
        text = await post(rows, deadline);
      } catch (error) {
        if (error instanceof SourceFailure) throw error;
        if (deadline.aborted) throw new SourceFailure('timeout', 'Mosaic did not answer in time');
        throw new SourceFailure('source-down', 'the way to Mosaic broke', { cause: error });
      }
      return readAnswers(text, rows);
    },
    close: () => pool.destroy(),
  };
}

async function bounded(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > LARGEST_ANSWER_BYTES) throw new SourceFailure('source-error', 'the answer has no end');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Answers to other rows than were sent are not ours; of two to one row the first stands. */
function readAnswers(text: string, rows: readonly ChiUploadRow[]): readonly ChiUploadAnswer[] {
  let parsed: z.infer<typeof Answer>;
  try {
    parsed = Answer.parse(JSON.parse(text));
  } catch (error) {
    // The error may quote the answer, so it is not kept.
    const kind = error instanceof Error ? error.name : typeof error;
    throw new SourceFailure('source-error', `the answer can't be read (${kind})`);
  }
  const open = new Set(rows.map((row) => row.key));
  return parsed.results.flatMap(({ key, outcome, reason }) =>
    open.delete(key) ? [{ key, outcome, ...(reason === undefined ? {} : { reason }) }] : [],
  );
}
