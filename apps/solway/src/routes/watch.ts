import { renderGovernanceRefusal } from '@solway/web';
import type { FastifyReply } from 'fastify';
import { frameOf, type Officer } from '../governance/officer.ts';
import type { GovernancePages } from '../governance/pages.ts';
import { pageHeaders } from '../headers.ts';
import type { ServerParts } from '../server.ts';
import { isUuid } from '../stewardship/who.ts';
import {
  beginInvestigation,
  changeRule,
  concludeInvestigation,
  handOverInvestigation,
  liftSuppression,
  noteInvestigation,
  watchNoLonger,
  watchOver,
} from '../watching/acts.ts';
import { sideOf, watchCasePage, watchPage, watchRulesPage } from '../watching/pages.ts';
import { moveOn, raise, releasesPage } from '../watching/releases.ts';
import { WatchError } from '../watching/watch-error.ts';
import type { Form } from './page-action.ts';

const done = (words: string) => ({ tone: 'done', words }) as const;

/** Watching for misuse: findings, investigations, rules, and accidental release. */
export function watchRoutes(pages: GovernancePages, parts: ServerParts): void {
  const { db, clock } = parts.walk;
  const page = (path: string, act: (officer: Officer, form: Form) => Promise<string>): void =>
    pages.page(path, async (officer, form, reply) => {
      try {
        return await act(officer, form);
      } catch (error) {
        if (!(error instanceof WatchError)) throw error;
        return refusal(parts, officer, error, form, reply);
      }
    });

  page('/watch', (officer, form) => watchPage(parts, officer, form));
  page('/watch/case', (officer, form) => watchCasePage(parts, officer, named(form['investigation'])));
  page('/watch/rules', (officer) => watchRulesPage(parts, officer));
  page('/watch/releases', (officer) => releasesPage(parts, officer));

  page('/watch/investigate', async (officer, form) => {
    const id = await beginInvestigation(db, officer, named(form['finding']), clock());
    return watchCasePage(parts, officer, id, done('The investigation is open, and yours.'));
  });
  page('/watch/note', async (officer, form) => {
    const id = named(form['investigation']);
    await noteInvestigation(db, officer, id, form['note'] ?? '', clock());
    return watchCasePage(parts, officer, id, done('The note is kept.'));
  });
  page('/watch/hand-over', async (officer, form) => {
    const id = named(form['investigation']);
    await handOverInvestigation(db, officer, id, form['to'] ?? '', clock());
    return watchCasePage(parts, officer, id, done('It is handed over.'));
  });
  page('/watch/close', async (officer, form) => {
    const id = named(form['investigation']);
    await concludeInvestigation(
      db,
      officer,
      id,
      {
        outcome: form['outcome'] ?? '',
        note: form['note'] ?? '',
        suppressRule: form['quiet'],
        until: form['until'],
      },
      clock(),
    );
    return watchCasePage(parts, officer, id, done('The investigation is closed.'));
  });
  page('/watch/rule', async (officer, form) => {
    const name = await changeRule(db, officer, form, clock());
    return watchRulesPage(parts, officer, done(`“${name}” is set.`));
  });
  page('/watch/speak', async (officer, form) => {
    await liftSuppression(db, officer, named(form['suppression']), clock());
    return watchRulesPage(
      parts,
      officer,
      done('The rule speaks again; what it held back is among the new findings.'),
    );
  });
  page('/watch/list', async (officer, form) => {
    const asked = { number: form['number'] ?? '', why: form['why'] ?? '', until: form['until'] ?? '' };
    await watchOver(db, officer, asked, sideOf(parts, officer.organisation), clock());
    return watchRulesPage(parts, officer, done('They are watched over from the next look.'));
  });
  page('/watch/unlist', async (officer, form) => {
    await watchNoLonger(db, officer, form['person'] ?? '', clock());
    return watchRulesPage(parts, officer, done('They are off the list.'));
  });
  page('/watch/release/raise', async (officer, form) => {
    await raise(db, officer, form, clock());
    return releasesPage(parts, officer, done('It is raised. Contain it first.'));
  });
  page('/watch/release/step', async (officer, form) => {
    await moveOn(db, officer, form, clock());
    return releasesPage(parts, officer, done('The step is kept.'));
  });
}

function named(id: string | undefined): string {
  if (!isUuid(id)) throw new WatchError('watch-unknown', 'nothing was named');
  return id;
}

const STATUS: Readonly<Record<WatchError['code'], number>> = {
  'watch-unknown': 404,
  'watch-stale': 409,
  'watch-note-missing': 400,
  'watch-outcome-missing': 400,
  'watch-owner-unknown': 400,
  'watch-threshold-invalid': 400,
  'watch-suppression-invalid': 400,
  'watch-person-invalid': 400,
};
const SENTENCES: Readonly<Record<WatchError['code'], readonly [title: string, sentence: string]>> = {
  'watch-unknown': [
    'There is nothing here of that name',
    'It is not there, or it concerns you: nobody investigates themself.',
  ],
  'watch-stale': [
    'Somebody was here before you',
    'It has been opened, changed or closed since your page was made.',
  ],
  'watch-note-missing': ['Words are missing', 'This step is kept with words: at most 4,000 characters.'],
  'watch-outcome-missing': ['A choice is missing', 'Choose an outcome, or how great the risk is.'],
  'watch-owner-unknown': [
    'It can’t be handed to them',
    'They may not investigate this, or the directory does not hold them.',
  ],
  'watch-threshold-invalid': [
    'A threshold is out of bounds',
    'Give a number within the bounds of the field.',
  ],
  'watch-suppression-invalid': [
    'The rule can’t be quietened so',
    'A rule is quietened for one user, from a case that is not misuse, until a day within a year.',
  ],
  'watch-person-invalid': [
    'The person can’t be listed',
    'Give a valid number of your own system, and a reason of at most 200 characters.',
  ],
};

function refusal(
  parts: ServerParts,
  officer: Officer,
  error: WatchError,
  form: Form,
  reply: FastifyReply,
): FastifyReply {
  const [title, sentence] = SENTENCES[error.code];
  const back = isUuid(form['investigation'])
    ? {
        href: '/watch/case',
        words: 'Back to the investigation',
        fields: { investigation: form['investigation'] },
      }
    : { href: '/watch', words: 'All findings' };
  return reply
    .code(STATUS[error.code])
    .headers(pageHeaders([]))
    .send(
      renderGovernanceRefusal({
        frame: frameOf(parts, officer, '/watch'),
        title,
        sentences: [sentence],
        code: error.code,
        ...(error.code === 'watch-unknown' ? { back: { href: '/watch', words: 'All findings' } } : { back }),
      }),
    );
}
