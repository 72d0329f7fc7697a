import type { Dispatcher } from 'undici';
import { SourceFailure } from '../source-failure.ts';
import type { ReadBounds } from './bounds.ts';
import { JsonBody } from './json-body.ts';

export interface Question {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal;
}

type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>;

const FHIR_JSON = /^application\/(fhir\+)?json\s*(;|$)/i;

/**
 * One GET and its parsed body. The body is taken chunk by chunk as it comes off the wire, with no stream between. An
 * answer that is refused, too large or no longer wanted is not read on: the connection goes with it.
 * Rejects with a SourceFailure once the server has begun to answer; before that with whatever went wrong.
 */
export function exchange(
  dispatcher: Dispatcher,
  { path, headers, signal }: Question,
  bounds: ReadBounds,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let under: Dispatcher.DispatchController | undefined;
    let body: JsonBody | undefined;
    const onAbort = (): void => fail(new SourceFailure('timeout', 'ended by its deadline or caller'));
    const end = (): void => signal.removeEventListener('abort', onAbort);
    const fail = (error: unknown): void => {
      end();
      reject(error instanceof Error ? error : new Error('no reason given'));
      under?.abort(error instanceof Error ? error : new Error('no reason given'));
    };
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    dispatcher.dispatch(
      { path, method: 'GET', headers },
      {
        onRequestStart(controller) {
          under = controller;
          if (signal.aborted) onAbort();
        },
        onResponseStart(_controller, statusCode, answered) {
          if (statusCode < 200) return;
          const refusal = refusalOf(statusCode, answered);
          if (refusal === undefined) body = new JsonBody(bounds);
          else fail(refusal);
        },
        onResponseData(_controller, chunk) {
          try {
            body?.take(chunk);
          } catch (error) {
            fail(error);
          }
        },
        onResponseEnd() {
          end();
          try {
            resolve(body?.parse());
          } catch (error) {
            reject(error);
          }
        },
        onResponseError(_controller, error) {
          end();
          reject(
            body === undefined ? error : asFailure(error, 'the connection broke in the middle of the answer'),
          );
        },
      },
    );
  });
}

export function asFailure(error: unknown, detail: string): SourceFailure {
  if (error instanceof SourceFailure) return error;
  return new SourceFailure('source-down', `${detail} (${codeOf(error) ?? 'no code'})`, { cause: error });
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function refusalOf(statusCode: number, headers: AnswerHeaders): SourceFailure | undefined {
  if (statusCode >= 500 || statusCode === 429)
    return new SourceFailure('source-down', `the server answered ${statusCode}`);
  if (statusCode >= 300 && statusCode < 400)
    return new SourceFailure('source-error', `the server answered ${statusCode}: redirects are not followed`);
  if (statusCode !== 200) return new SourceFailure('source-error', `the server answered ${statusCode}`);
  const type = headers['content-type'];
  if (typeof type !== 'string' || !FHIR_JSON.test(type))
    return new SourceFailure('source-error', 'the answer is not declared as FHIR JSON');
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity')
    return new SourceFailure('source-error', 'the answer is compressed, which was not asked for');
  return undefined;
}
