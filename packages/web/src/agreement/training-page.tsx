import { formatDate, type IsoDate } from '@solway/kernel';
import type { VNode } from 'preact';
import {
  governanceDocument,
  type GovernanceFrame,
  type GovernanceSaid,
  postButton,
} from '../governance/frame.tsx';
import { tag, type Tone } from '../page/inline.tsx';
import { table } from '../page/table.tsx';
import { inWords } from '../words/people.ts';
import { panel } from './frame.tsx';

export interface TrainingModel {
  readonly frame: GovernanceFrame;
  readonly said?: GovernanceSaid;
  readonly organisation: string;
  readonly course?: string;
  readonly version?: string;
  readonly counts: readonly { readonly words: string; readonly count: number }[];
  /** Who is due, the most pressing first; no more than a page of them. */
  readonly due: readonly {
    readonly name: string;
    readonly userId: string;
    readonly role: string;
    readonly team?: string;
    readonly completedOn?: IsoDate;
    readonly forVersion?: string;
    readonly because: 'never' | 'lapsed' | 'grace' | 'new-version';
  }[];
  readonly dueInAll: number;
  readonly roles: readonly { readonly role: string; readonly words: string }[];
  readonly mayImport: boolean;
  readonly imported?: {
    readonly taken: number;
    readonly known: number;
    readonly rejected: readonly { readonly line: number; readonly code: string }[];
  };
}

const BECAUSE: Readonly<Record<TrainingModel['due'][number]['because'], readonly [Tone, string]>> = {
  never: ['bad', 'Never done'],
  lapsed: ['bad', 'Lapsed'],
  grace: ['due', 'In its days of grace'],
  'new-version': ['due', 'What they see has changed'],
};

const FAULTS: Readonly<Record<string, string>> = {
  'row-incomplete': 'a cell is blank',
  'user-unknown': 'nobody of that user id is in your staff directory',
  'date-invalid': 'the date is none: write 2026-11-20',
  'date-to-come': 'the date is still to come',
  'course-other': 'it is not the course that the agreement names',
  'version-unknown': 'there is no such version of the agreement',
  'row-repeated': 'the same row stands above',
};

/** One party's campaign: who is due, the page for each role, and the file of who has done it. */
export function renderTrainingPage(model: TrainingModel): string {
  const { frame, said, organisation, course, version } = model;
  return governanceDocument({
    title: 'Training',
    skip: 'Skip to who is due',
    frame,
    said,
    children: (
      <>
        <div class="titlebar">
          <div>
            <h1>Training</h1>
            <p>
              {organisation}.{' '}
              {course === undefined
                ? 'No agreement is in force, so nobody is due.'
                : `“${course}”, for version ${version} of the agreement.`}
            </p>
          </div>
        </div>
        {model.imported === undefined ? undefined : imported(model.imported)}
        <dl class="standing">
          {model.counts.map(({ words, count }) => (
            <div>
              <dt>{words}</dt>
              <dd>{count.toLocaleString('en-GB')}</dd>
            </div>
          ))}
        </dl>
        {panel('Who is due', due(model))}
        {panel('What each role will see', roles(model))}
        {model.mayImport ? panel('Bring in completions', importForm(model)) : undefined}
      </>
    ),
  });
}

function due({ due: all, dueInAll }: TrainingModel): VNode {
  return (
    <div class="item">
      {all.length === 0 ? (
        <p>Nobody is due.</p>
      ) : (
        table(
          'Staff whose training is due',
          ['Name', 'Role', 'Why', 'Last done', 'For version'],
          all.map((one) => [
            <>
              {one.name}
              <small>
                {one.userId}
                {one.team === undefined ? '' : `, ${one.team}`}
              </small>
            </>,
            inWords(one.role),
            tag(...BECAUSE[one.because]),
            one.completedOn === undefined ? undefined : formatDate(one.completedOn),
            one.forVersion,
          ]),
        )
      )}
      {dueInAll > all.length ? <p class="soft">And {dueInAll - all.length} more.</p> : undefined}
    </div>
  );
}

function roles({ frame, roles: all }: TrainingModel): VNode {
  return (
    <div class="item moves">
      {all.map(({ role, words }) => postButton(frame, '/training/role', words, { role }))}
    </div>
  );
}

function importForm({ frame }: TrainingModel): VNode {
  return (
    <form class="item fields" method="post" action="/training/import" enctype="multipart/form-data">
      <input type="hidden" name="view" value={frame.viewId} />
      <p>
        A CSV file with the columns <code>user_id</code>, <code>course</code>, <code>version</code> and{' '}
        <code>completed_on</code> (2026-11-20). Each row is kept once, and each that can’t be taken is named.
      </p>
      <label class="field">
        <span>The file (CSV)</span>
        <input type="file" name="file" accept=".csv,text/csv" required />
      </label>
      <button>Bring it in</button>
    </form>
  );
}

const MOST_FAULTS = 200;

function imported({ taken, known, rejected }: NonNullable<TrainingModel['imported']>): VNode {
  return panel(
    'What came of the file',
    <div class="item">
      <p>
        <b>
          {taken} new, {known} known already, {rejected.length} not taken.
        </b>
      </p>
      {rejected.length === 0
        ? undefined
        : table(
            'Rows that were not taken',
            ['Line', 'Why', 'Code'],
            rejected
              .slice(0, MOST_FAULTS)
              .map(({ line, code }) => [String(line), FAULTS[code] ?? code, <code>{code}</code>]),
          )}
    </div>,
  );
}

export interface RoleModel {
  readonly frame: GovernanceFrame;
  readonly role: string;
  readonly organisation: string;
  readonly version: string;
  readonly level: number;
  readonly sees: readonly {
    readonly item: string;
    readonly purposes: string;
    readonly conditions: readonly string[];
  }[];
  /** What the other side shares with somebody, and not with this role in this version. */
  readonly doesNotSee: readonly string[];
  readonly workInstructions: string;
  readonly exceptionalSharing: string;
}

/** The short page for one role: exactly what it will see, to be printed and handed out. */
export function renderRolePage(model: RoleModel): string {
  const { frame, role, organisation, sees, doesNotSee } = model;
  return governanceDocument({
    title: `What ${role} will see`,
    skip: 'Skip to what they see',
    frame,
    children: (
      <>
        <div class="titlebar">
          <div>
            <h1>What {role} will see</h1>
            <p>
              {organisation}. Version {model.version}, level {model.level}.
            </p>
          </div>
        </div>
        {panel(
          'On the summary',
          <div class="item">
            {table(
              'What is shown',
              ['Shown', 'For', 'Remember'],
              sees.map((one) => [one.item, one.purposes, one.conditions.join(' ')]),
            )}
          </div>,
        )}
        {panel(
          'Not shown to them',
          <div class="item">
            <p>
              {doesNotSee.length === 0
                ? 'Everything that is shared is shown to them.'
                : `${doesNotSee.join(', ')}.`}
            </p>
            <p>
              A panel that shows nothing says why: none recorded, unavailable, not shared, or not matched.{' '}
              <b>None of them means “not known”.</b>
            </p>
          </div>,
        )}
        {panel(
          'When it is not enough',
          <div class="item">
            <p>{model.workInstructions}</p>
            <p>{model.exceptionalSharing}</p>
          </div>,
        )}
      </>
    ),
  });
}
