import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { faultPage } from './control-page.ts';

/** What is wrong, to order, with one part of a stand-in. */
export interface FaultState<Mode extends string> {
  readonly mode: Mode | 'none';
  /** For `latency`: added to every answer. */
  readonly latencyMs: number;
  /** Only for requests of this FHIR resource type, where one is named. */
  readonly only?: string;
}

/** One switch, read at every request or connection. */
export class FaultSwitch<Mode extends string> {
  #state: FaultState<Mode> = { mode: 'none', latencyMs: 0 };
  readonly #listeners: (() => void)[] = [];

  get state(): FaultState<Mode> {
    return this.#state;
  }

  set(state: { readonly mode: Mode | 'none'; readonly latencyMs?: number; readonly only?: string }): void {
    this.#state = { latencyMs: 0, ...state };
    for (const listener of this.#listeners) listener();
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }
}

/** `POST /faults` and `GET /faults`: how a test or a demonstration orders a slow or dead side. */
export function serveFaults<Mode extends string>(
  server: FastifyInstance,
  target: string,
  modes: readonly [Mode, ...Mode[]],
  fault: FaultSwitch<Mode>,
  path = '/faults',
): void {
  const Order = z.object({
    target: z.literal(target),
    mode: z.enum(['none', ...modes]),
    // A form sends text.
    latencyMs: z.coerce.number().int().min(0).max(120_000).default(0),
    only: z.string().optional(),
  });
  server.get(path, (request, reply) => {
    const all = ['none', ...modes];
    if (request.headers.accept?.includes('text/html') !== true)
      return reply.send({ target, modes: all, ...fault.state });
    return reply
      .type('text/html; charset=utf-8')
      .header(
        'content-security-policy',
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      )
      .send(faultPage(target, all, fault.state, path));
  });
  server.post(path, (request, reply) => {
    const order = Order.safeParse(request.body);
    if (!order.success) {
      return reply.code(400).send({ code: 'fault-unknown', message: z.prettifyError(order.error) });
    }
    const { mode, latencyMs, only } = order.data;
    fault.set({ mode, latencyMs, ...(only === undefined ? {} : { only }) });
    const fromForm =
      request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
    return fromForm ? reply.redirect(path, 303) : reply.send({ target, ...fault.state });
  });
}
