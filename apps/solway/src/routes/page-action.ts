import { DisclosureError, requireView } from '@solway/disclosure';
import type { OpenedView } from '@solway/store';
import { renderRefusedPage } from '@solway/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readBrowserSecret } from '../cookie.ts';
import { pageHeaders } from '../headers.ts';
import { REFUSAL_SENTENCES } from '../refusal-sentences.ts';
import type { ServerParts } from '../server.ts';

export type Form = Readonly<Record<string, string | undefined>>;

/** Refusals of what was once there to be had. */
const GONE: ReadonlySet<DisclosureError['code']> = new Set([
  'view-expired',
  'handle-expired',
  'view-closed',
  'view-overtaken',
]);

/** A form's own address: its page is one of ours, open, and in the browser that opened it. */
export type PageAction = (
  path: string,
  act: (opened: OpenedView, form: Form, reply: FastifyReply) => Promise<FastifyReply>,
  on?: { readonly over?: 'allowed' },
) => void;

export function pageActions(app: FastifyInstance, parts: ServerParts): PageAction {
  return (path, act, on = {}) => {
    app.post(path, async (request, reply) => {
      if (request.headers.origin !== parts.publicUrl) return refused(reply, parts, 'view-unknown');
      const form = formOf(request);
      try {
        const browserSecret = readBrowserSecret(request.headers.cookie);
        const opened = await requireView(parts.walk, { viewId: form['view'] ?? '', browserSecret, ...on });
        return await act(opened, form, reply);
      } catch (error) {
        if (error instanceof DisclosureError) return refused(reply, parts, error.code);
        throw error;
      }
    });
  };
}

export function formOf(request: FastifyRequest): Form {
  const body = request.body;
  if (typeof body !== 'object' || body === null) return {};
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, typeof value === 'string' ? value : undefined]),
  );
}

/** Every value of one name, in the order in which the form gave them: boxes that are ticked. */
export function valuesOf(request: FastifyRequest | undefined, name: string): readonly string[] {
  const body = request?.body;
  const value =
    typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
  return [value].flat().filter((one): one is string => typeof one === 'string');
}

export function refused(
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
