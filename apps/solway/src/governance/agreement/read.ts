import { documentOf } from '@solway/agreement';
import { commentsOn } from '@solway/store';
import { type GovernanceSaid, renderAgreementRead } from '@solway/web';
import type { ServerParts } from '../../server.ts';
import type { Officer } from '../officer.ts';
import { type OpenVersion, pageParts, partyNameIn } from './version.ts';

/** The document, and what has been said of it. */
export async function readPage(
  parts: ServerParts,
  officer: Officer,
  version: OpenVersion,
  said?: GovernanceSaid,
): Promise<string> {
  const { row, agreement, problems } = version;
  const document = documentOf(agreement);
  const sections = document.parts.flatMap((part) =>
    part.kind === 'heading' && part.id !== undefined ? [{ value: part.words, label: part.words }] : [],
  );
  const comments = await commentsOn(parts.walk.db, row.version_id);
  return renderAgreementRead({
    ...pageParts(parts, officer, version, '/agreement/read', said),
    document,
    problems,
    comments: comments.map((one) => ({
      at: one.at,
      by: `${one.name}, ${one.role.replaceAll('-', ' ')}, ${partyNameIn(agreement, one.organisation)}`,
      section: one.section,
      words: one.words,
      onEarlierText: one.revision < row.revision,
    })),
    ...(row.state === 'consultation' || row.state === 'signed'
      ? { sections: [{ value: 'The whole of it', label: 'The whole of it' }, ...sections] }
      : {}),
  });
}
