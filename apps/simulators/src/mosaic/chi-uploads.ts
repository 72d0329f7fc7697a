import type { FastifyInstance, FastifyReply } from 'fastify';
import type pg from 'pg';
import { z } from 'zod';
import type { FaultSwitch } from '../faults/fault-state.ts';
import { takeRow, type UploadResult } from './upload-rules.ts';

/**
 * `refuse`: no connection; `half`: takes half of the rows and breaks off; `deaf`: takes all and breaks off before it
 * answers, so that they come again; `error`: 500; `latency`: later.
 */
export const UPLOAD_FAULTS = ['latency', 'refuse', 'half', 'deaf', 'error'] as const;
export type UploadFault = (typeof UPLOAD_FAULTS)[number];

const Upload = z.object({
  rows: z
    .array(
      z.object({
        key: z.string().min(1).max(200),
        personId: z.string().max(200),
        chi: z.string().max(200),
        action: z.enum(['set', 'withdraw']),
      }),
    )
    .max(1000),
});

/** `POST /chi-uploads`: the door through which CHI numbers come in, row by row. */
export function serveChiUploads(
  server: FastifyInstance,
  pool: pg.Pool,
  { fault, token }: { readonly fault: FaultSwitch<UploadFault>; readonly token?: string },
): void {
  server.post('/chi-uploads', { bodyLimit: 1024 * 1024 }, async (request, reply) => {
    const { mode, latencyMs } = fault.state;
    if (mode === 'refuse') return cut(reply);
    if (mode === 'error') return reply.code(500).send({ code: 'upload-failed' });
    if (mode === 'latency') await new Promise((resolve) => setTimeout(resolve, latencyMs));
    if (token !== undefined && request.headers.authorization !== `Bearer ${token}`)
      return reply.code(401).send({ code: 'upload-not-authorised' });
    const upload = Upload.safeParse(request.body);
    if (!upload.success) return reply.code(400).send({ code: 'upload-malformed' });
    const { rows } = upload.data;
    const taken = mode === 'half' ? rows.slice(0, Math.ceil(rows.length / 2)) : rows;
    const results: UploadResult[] = [];
    const client = await pool.connect();
    try {
      for (const row of taken) results.push(await takeRow(client, row));
    } finally {
      client.release();
    }
    if (mode === 'half' || mode === 'deaf') return cut(reply);
    return reply.send({ results });
  });
}

function cut(reply: FastifyReply): FastifyReply {
  reply.hijack();
  reply.raw.socket?.destroy();
  return reply;
}
