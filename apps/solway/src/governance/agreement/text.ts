import { changeVersion, GovernanceError, LEAD, proposeVersion, readVersion } from '@solway/governance';
import { documentOf } from '@solway/agreement';
import type { Instant } from '@solway/kernel';
import { printed } from '@solway/paper';
import { renderAgreementText } from '@solway/web';
import type { FastifyReply } from 'fastify';
import type { Form } from '../../routes/page-action.ts';
import type { ServerParts } from '../../server.ts';
import { frameOf, type Officer } from '../officer.ts';
import { editPage } from './edit.ts';
import { type OpenVersion, openVersion, pageParts } from './version.ts';

const CHANGEABLE: ReadonlySet<string> = new Set(['draft', 'consultation', 'signed']);

/** A version in its text form; and the same page with what was sent, where that could not be taken. */
export function textPage(
  parts: ServerParts,
  officer: Officer,
  version: OpenVersion,
  sent?: { readonly text: string; readonly problems: OpenVersion['problems'] },
): string {
  const { row, problems } = version;
  return renderAgreementText({
    ...pageParts(parts, officer, version, '/agreement/edit-page'),
    revision: row.revision,
    text: sent?.text ?? row.text,
    problems: sent?.problems ?? problems,
    mayChange: officer.roles.includes(LEAD) && CHANGEABLE.has(row.state),
  });
}

/** Takes a whole text in the place of a version's. Nothing of what was sent is lost where it can't be taken. */
export async function takeText(
  parts: ServerParts,
  officer: Officer,
  version: OpenVersion,
  form: Form,
): Promise<string> {
  const text = (form['text'] ?? '').replaceAll('\r\n', '\n');
  const { read, problems } = readVersion(text);
  if (read === undefined || (problems.length > 0 && version.row.state !== 'draft'))
    return textPage(parts, officer, version, { text, problems });
  const change = { versionId: version.row.version_id, shown: Number(form['shown']), text };
  await changeVersion(parts.walk.db, officer, change, parts.walk.clock());
  return editPage(parts, officer, await openVersion(parts, form), {
    tone: 'done',
    words: 'The text is taken.',
  });
}

/** A file, or its text put right, becomes a draft. */
export async function takeFile(parts: ServerParts, officer: Officer, text: string): Promise<string> {
  const { read, problems } = readVersion(text);
  if (read === undefined)
    return renderAgreementText({
      frame: frameOf(parts, officer, '/agreement'),
      text,
      problems,
      mayChange: officer.roles.includes(LEAD),
    });
  const versionId = await proposeVersion(parts.walk.db, officer, { text }, parts.walk.clock());
  const words = 'The file is a draft now, in your name.';
  return editPage(parts, officer, await openVersion(parts, { version: versionId }), { tone: 'done', words });
}

export function download({ row }: OpenVersion, reply: FastifyReply): FastifyReply {
  return attachment(reply, 'text/yaml; charset=utf-8', `agreement-${row.version}.yaml`).send(row.text);
}

/** The document as people sign it, with its version and digest on each sheet. */
export async function pdf(
  { row, agreement }: OpenVersion,
  reply: FastifyReply,
  at: Instant,
): Promise<FastifyReply> {
  const file = await printed(documentOf(agreement), { at });
  return attachment(reply, 'application/pdf', `agreement-${row.version}.pdf`).send(file);
}

/** A file of ours, to be kept and not shown in a page. */
function attachment(reply: FastifyReply, type: string, name: string): FastifyReply {
  if (!/^[\w.-]+$/.test(name)) throw new GovernanceError('agreement-unknown', 'a file has a plain name');
  return reply.headers({
    'content-type': type,
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
}
