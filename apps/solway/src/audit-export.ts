import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { type AuditContext, auditEvents } from '@solway/audit-event';
import { CHI_SYSTEM, type Instant, instantOf, MOSAIC_SYSTEM, SolwayError } from '@solway/kernel';
import { openEntry } from '@solway/ledger';
import { agreementInForce, appendEntry, type Database, entriesOfPeriod } from '@solway/store';
import { readAgreementText } from './agreement-in-force.ts';
import type { Configuration } from './configuration.ts';
import { boundsOf, withDatabase } from './ledger-export.ts';

export const auditUsage = 'solway ledger audit-events --organisation ID --month YYYY-MM --out FILE';

class AuditExportError extends SolwayError<
  'audit-options-invalid' | 'audit-file-exists' | 'audit-organisation-unknown'
> {}

/** Writes a month of one organisation's audit events, IHE BALP, as NDJSON. Returns the exit code. */
export async function auditCommand(args: readonly string[], configuration: Configuration): Promise<number> {
  const options = readOptions(args);
  await withDatabase(configuration, async (db) => {
    const count = await exportAuditEvents(db, {
      ...options,
      server: configuration.publicUrl ?? `http://127.0.0.1:${configuration.port}`,
      at: instantOf(Date.now()),
    });
    console.log(`Wrote ${count} audit events to ${options.out}`);
  });
  return 0;
}

/**
 * Streams the events to a file beside `out`, so that a file of that name is always a whole one. That they were taken
 * out is an entry, written first.
 * @throws {AuditExportError} audit-file-exists, audit-organisation-unknown
 */
export async function exportAuditEvents(
  db: Database,
  options: {
    readonly organisation: string;
    readonly month: string;
    readonly out: string;
    readonly server: string;
    readonly at: Instant;
  },
): Promise<number> {
  const { organisation, month, out, at } = options;
  if (existsSync(out)) throw new AuditExportError('audit-file-exists', `${out} is there already`);
  const context = await contextOf(db, organisation, options.server, at);
  await appendEntry(db, {
    id: randomUUID(),
    kind: 'export',
    at,
    organisation,
    what: 'report',
    personal: null,
    digest: createHash('sha256').update(`audit-events ${organisation} ${month}`).digest('hex'),
  });
  const [from, to] = boundsOf(month);
  let count = 0;
  async function* lines(): AsyncGenerator<string> {
    for await (const row of entriesOfPeriod(db, from, to, ['disclosed', 'refused', 'break-glass'])) {
      for (const event of auditEvents(openEntry(row.leaf, row.opening), context)) {
        count += 1;
        yield `${JSON.stringify(event)}\n`;
      }
    }
  }
  const partial = `${out}.partial`;
  try {
    await pipeline(
      Readable.from(lines()),
      createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true }),
    );
    renameSync(partial, out);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
  return count;
}

async function contextOf(
  db: Database,
  organisation: string,
  server: string,
  at: Instant,
): Promise<AuditContext> {
  const row = await agreementInForce(db, at);
  const parties = row === undefined ? [] : readAgreementText(row.text).parties;
  const audience = parties.find((party) => party.id === organisation);
  if (audience === undefined)
    throw new AuditExportError(
      'audit-organisation-unknown',
      'the agreement in force has no party of that id',
    );
  const ofKind = (kind: string): string => parties.find((party) => party.kind === kind)?.id ?? '';
  return {
    audience: organisation,
    server,
    nameOf: (id) => parties.find((party) => party.id === id)?.name ?? id,
    holderFor: (id) => (id === ofKind('council') ? ofKind('health') : ofKind('council')),
    numbers: audience.kind === 'council' ? MOSAIC_SYSTEM : CHI_SYSTEM,
  };
}

function readOptions(args: readonly string[]): { organisation: string; month: string; out: string } {
  let values: { organisation?: string; month?: string; out?: string };
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: { organisation: { type: 'string' }, month: { type: 'string' }, out: { type: 'string' } },
    }));
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : 'an option is unknown';
    throw new AuditExportError('audit-options-invalid', words, { cause });
  }
  const { organisation, month, out } = values;
  if (organisation === undefined || month === undefined || out === undefined)
    throw new AuditExportError('audit-options-invalid', `usage: ${auditUsage}`);
  boundsOf(month);
  return { organisation, month, out: resolve(out) };
}
