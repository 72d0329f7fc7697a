import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

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
): void {
  const Order = z.object({
    target: z.literal(target),
    mode: z.enum(['none', ...modes]),
    latencyMs: z.number().int().min(0).max(120_000).default(0),
    only: z.string().optional(),
  });
  server.get('/faults', () => ({ target, modes: ['none', ...modes], ...fault.state }));
  server.post('/faults', (request, reply) => {
    const order = Order.safeParse(request.body);
    if (!order.success) {
      return reply.code(400).send({ code: 'fault-unknown', message: z.prettifyError(order.error) });
    }
    const { mode, latencyMs, only } = order.data;
    fault.set({ mode, latencyMs, ...(only === undefined ? {} : { only }) });
    return reply.send({ target, ...fault.state });
  });
}
