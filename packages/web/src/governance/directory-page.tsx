import { formatDate, type Instant, type IsoDate, londonTime } from '@solway/kernel';
import { WARNING_SIGN } from '../page/inline.tsx';
import { table } from '../page/table.tsx';
import { inWords } from '../words/people.ts';
import { count } from '../words/states.ts';
import { governanceDocument, type GovernanceFrame } from './frame.tsx';

export interface DirectoryPageModel {
  readonly frame: GovernanceFrame;
  readonly staleAfterDays: number;
  readonly isStale: boolean;
  /** The latest first. */
  readonly readings: readonly {
    readonly at: Instant;
    readonly accepted: number;
    readonly rejected: readonly { readonly line: number; readonly code: string }[];
    readonly joined: number;
    readonly moved: number;
    readonly departed: number;
  }[];
  readonly ending: readonly { readonly name: string; readonly role: string; readonly until: IsoDate }[];
}

const CODE_WORDS: Readonly<Record<string, string>> = {
  'row-torn': 'The row has more or fewer cells than the header.',
  'user-id-missing': 'The user’s id is missing.',
  'user-id-malformed': 'The user’s id holds signs that no id has.',
  'name-missing': 'The name is missing.',
  'role-missing': 'The role is missing.',
  'role-malformed': 'The role is not a name in small letters.',
  'date-impossible': 'A date is not a real day, or not in the form 2026-11-23.',
  'dates-reversed': 'It ends before it begins.',
  'cover-without-end': 'Somebody stands in for another, and no last day is given.',
  'cover-of-nobody': 'Somebody stands in for a user who is not in the file.',
  'duplicate-row': 'The same user and role stand in the file already.',
  'other-organisation': 'The row is of another organisation.',
};

/** The staff directory of one organisation: when it came, what was not taken, and whose time ends soon. */
export function renderDirectoryPage(model: DirectoryPageModel): string {
  const { frame, readings, ending, isStale, staleAfterDays } = model;
  const [latest] = readings;
  return governanceDocument({
    title: 'Staff directory',
    skip: 'Skip to the directory',
    frame,
    children: (
      <>
        <div class="titlebar">
          <div>
            <h1>Staff directory</h1>
            <p>Your organisation’s own file says who holds which role. Who is not in it can open nothing.</p>
          </div>
        </div>
        {isStale ? (
          <p class="caution">
            {WARNING_SIGN}{' '}
            {latest === undefined
              ? 'No directory has come yet.'
              : `The directory has not come for more than ${count(staleAfterDays, 'day')}.`}{' '}
            People who have left may still be let in: have it sent today.
          </p>
        ) : undefined}
        <section class="panel" aria-labelledby="files">
          <header>
            <h2 id="files">Files taken</h2>
            <p class="stamp">newest first</p>
          </header>
          <div class="item">
            {readings.length === 0 ? (
              <p>None yet.</p>
            ) : (
              table(
                'Files taken, newest first',
                ['When', 'Accepted', 'Rejected', 'Joined', 'Moved', 'Left'],
                readings.map((one) => [
                  moment(one.at),
                  one.accepted,
                  one.rejected.length,
                  one.joined,
                  one.moved,
                  one.departed,
                ]),
              )
            )}
          </div>
        </section>
        {latest === undefined || latest.rejected.length === 0 ? undefined : (
          <section class="panel" aria-labelledby="rejected">
            <header>
              <h2 id="rejected">Rows of the latest file that were not taken</h2>
            </header>
            <div class="item">
              {table(
                'Rows that were not taken',
                ['Line', 'Why', 'Code'],
                latest.rejected.map(({ line, code }) => [
                  line,
                  CODE_WORDS[code] ?? code,
                  <code>{code}</code>,
                ]),
              )}
            </div>
          </section>
        )}
        {ending.length === 0 ? undefined : (
          <section class="panel" aria-labelledby="ending">
            <header>
              <h2 id="ending">Ends within two weeks</h2>
            </header>
            <div class="item">
              {table(
                'Whose time in the directory ends soon',
                ['Who', 'Role', 'Last day'],
                ending.map(({ name, role, until }) => [name, inWords(role), formatDate(until)]),
              )}
            </div>
          </section>
        )}
      </>
    ),
  });
}

function moment(at: Instant): string {
  const { date, time } = londonTime(at);
  return `${formatDate(date)} ${time}`;
}
