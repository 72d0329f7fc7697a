import { GovernanceError, LEAD, readVersion, standingOf } from '@solway/governance';
import type { Agreement } from '@solway/agreement';
import { agreementVersion, type VersionRow } from '@solway/store';
import type { GovernanceFrame, GovernanceSaid, VersionHead } from '@solway/web';
import type { Form } from '../../routes/page-action.ts';
import type { ServerParts } from '../../server.ts';
import { frameOf, type Officer } from '../officer.ts';
import { STANDING_WORDS } from './words.ts';

const TABS = [
  { href: '/agreement/read', label: 'Read' },
  { href: '/agreement/compare', label: 'Compare' },
  { href: '/agreement/replay', label: 'Replay' },
  { href: '/agreement/ask', label: 'Ask' },
  { href: '/agreement/assess', label: 'Assess' },
  { href: '/agreement/sign-page', label: 'Sign' },
  { href: '/agreement/edit-page', label: 'Change' },
  { href: '/agreement/pdf', label: 'PDF' },
];
const FIXED: ReadonlySet<VersionRow['state']> = new Set(['approved', 'withdrawn']);

/** One version as its pages need it. */
export interface OpenVersion {
  readonly row: VersionRow;
  readonly agreement: Agreement;
  readonly problems: readonly { readonly line: number; readonly message: string }[];
}

/** @throws {GovernanceError} `agreement-unknown` */
export async function openVersion({ walk }: ServerParts, form: Form): Promise<OpenVersion> {
  const id = form['version'] ?? '';
  const row = /^[0-9a-f-]{36}$/.test(id) ? await agreementVersion(walk.db, id) : undefined;
  const read = row === undefined ? undefined : readVersion(row.text).read;
  if (row === undefined || read === undefined)
    throw new GovernanceError('agreement-unknown', 'there is no such version');
  return { row, agreement: read.agreement, problems: read.problems };
}

export interface VersionPageParts {
  readonly frame: GovernanceFrame;
  readonly head: VersionHead;
  readonly said?: GovernanceSaid;
}

export function pageParts(
  parts: ServerParts,
  officer: Officer,
  { row }: OpenVersion,
  here: string,
  said?: GovernanceSaid,
): VersionPageParts {
  return {
    frame: frameOf(parts, officer, '/agreement'),
    ...(said === undefined ? {} : { said }),
    head: {
      versionId: row.version_id,
      title: row.title,
      version: row.version,
      level: row.level,
      standing: STANDING_WORDS[standingOf(row, parts.walk.clock())],
      ...(row.digest === null ? {} : { digest: row.digest }),
      tabs: TABS.filter(
        ({ href }) =>
          href !== '/agreement/edit-page' || (officer.roles.includes(LEAD) && !FIXED.has(row.state)),
      ),
      here,
    },
  };
}

export function partyNameIn(agreement: Agreement, id: string): string {
  return agreement.parties.find((party) => party.id === id)?.name ?? id;
}
