import { LEAD, reviewStanding, signingsOf, standingOf } from '@solway/governance';
import { formatDate, type Instant, londonTime } from '@solway/kernel';
import { agreementVersions, authorsOf, type VersionRow } from '@solway/store';
import { type GovernanceSaid, renderAgreementList, type VersionLine } from '@solway/web';
import type { ServerParts } from '../../server.ts';
import { frameOf, type Officer } from '../officer.ts';
import { reviewWords, STANDING_WORDS } from './words.ts';

/** Every version, with where it is in its life; and what is to be reviewed. */
export async function listPage(parts: ServerParts, officer: Officer, said?: GovernanceSaid): Promise<string> {
  const { db, clock } = parts.walk;
  const now = clock();
  const rows = await agreementVersions(db);
  const versions: VersionLine[] = [];
  for (const row of rows) versions.push(await lineOf(parts, row, now));
  const inForce = rows.filter((row) => ['in-force', 'under-review'].includes(standingOf(row, now)));
  return renderAgreementList({
    frame: frameOf(parts, officer, '/agreement'),
    ...(said === undefined ? {} : { said }),
    versions,
    reminders: inForce.flatMap((row) => {
      const review = reviewStanding(row, now);
      const words = reviewWords(review);
      const tone = review.is === 'soon' ? 'done' : 'trouble';
      return words === undefined ? [] : [{ tone, words: `Version ${row.version}. ${words}` }];
    }),
    mayDraft: officer.roles.includes(LEAD),
    nextNumber: nextNumber(rows.map(({ version }) => version)),
  });
}

async function lineOf({ walk }: ServerParts, row: VersionRow, now: Instant): Promise<VersionLine> {
  const [signings, authors] = await Promise.all([
    signingsOf(walk.db, row, now),
    authorsOf(walk.db, row.version_id),
  ]);
  const signed = signings.filter(({ signature }) => signature !== undefined).length;
  return {
    versionId: row.version_id,
    version: row.version,
    level: row.level,
    title: row.title,
    standing: STANDING_WORDS[standingOf(row, now)],
    dates: dates(row),
    signatures: signings.length === 0 ? 'taken as signed' : `${signed} of ${signings.length}`,
    authors: authors.map(({ name }) => name).join(', '),
  };
}

function dates({
  in_force_from: from,
  ended_at: ended,
  starts_on: starts,
  changed_at: changed,
}: VersionRow): string {
  const day = (at: Instant): string => formatDate(londonTime(at).date);
  if (from === null) return `to start on ${formatDate(starts)}; changed ${day(changed)}`;
  return ended === null ? `since ${day(from)}` : `${day(from)} to ${day(ended)}`;
}

/** The number after the highest of them: a whole one, as a new level has. */
function nextNumber(numbers: readonly string[]): string {
  const highest = Math.max(0, ...numbers.map((number) => Number(number.split('.')[0])));
  return `${highest + 1}.0`;
}
