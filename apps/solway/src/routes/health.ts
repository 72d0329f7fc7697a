import type { FastifyInstance } from 'fastify';
import type { ServerParts } from '../server.ts';

const ASKED_AGAIN_MS = 1000;

/** For whoever keeps the server running: alive, and able to serve. Neither says anything about a person. */
export function healthRoutes(app: FastifyInstance, { walk }: ServerParts): void {
  app.get('/health/live', (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'live' }),
  );

  let asked: { readonly atMs: number; readonly answer: Promise<readonly Check[]> } | undefined;
  /** Anybody may ask whether we are ready; the organisations' systems are asked once a second at most. */
  const reachable = (): Promise<readonly Check[]> => {
    const nowMs = Date.parse(walk.clock());
    if (asked === undefined || Math.abs(nowMs - asked.atMs) >= ASKED_AGAIN_MS) {
      const checks = Object.values(walk.sources).map((source) =>
        check(source.name, () => source.isReachable(AbortSignal.timeout(1000))),
      );
      asked = { atMs: nowMs, answer: Promise.all(checks) };
    }
    return asked.answer;
  };

  app.get('/health/ready', async (_request, reply) => {
    const checks = await Promise.all([
      check('database', async () => (await walk.db.query('select 1')).rowCount === 1),
      check('agreement', () => Promise.resolve(walk.agreement() !== undefined)),
    ]);
    const sources = await reachable();
    // A source that is down does not make Solway unready: its panels say so, and the other side goes on.
    const ready = checks.every((one) => one.ok);
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ready ? 'ready' : 'not-ready', checks, sources });
  });
}

interface Check {
  readonly name: string;
  readonly ok: boolean;
}

async function check(name: string, ask: () => Promise<boolean>): Promise<Check> {
  try {
    return { name, ok: await ask() };
  } catch {
    return { name, ok: false };
  }
}
