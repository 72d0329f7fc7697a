import type { Summary } from '@solway/record';
import type { SummaryActions } from './page/context.ts';
import { foot } from './page/foot.tsx';
import { WARNING_SIGN } from './page/inline.tsx';
import { contextOf, viewerDocument } from './page/viewer-document.tsx';
import { count } from './words/states.ts';

export const BREAK_GLASS_REASON_WORDS: Readonly<Record<string, string>> = {
  consent: 'The person agrees that I look',
  'legal-requirement': 'The law requires it of me',
  'serious-harm': 'Somebody may come to serious harm',
  'public-interest': 'It is in the public interest',
};

export interface BreakGlassAsked {
  /** What the agreement allows it to be asked for, by name. */
  readonly reasons: readonly string[];
  /** What was missing, where it was asked for before. */
  readonly problem?: 'reason' | 'words';
  /** What had been filled in. */
  readonly given?: { readonly reason: string; readonly words: string };
}

const PROBLEMS = {
  reason: 'Choose the reason that fits best.',
  words: 'Say what is happening, in 10 to 500 letters.',
} as const;

/** Asks for the reason and warns, before anything is opened. Nothing of the other side's record is on it. */
export function renderBreakGlassPage(
  summary: Summary,
  { reasons, problem, given }: BreakGlassAsked,
  actions: SummaryActions,
): string {
  const context = contextOf(summary, actions);
  const minutes = summary.emergency?.state === 'offered' ? summary.emergency.minutes : 0;
  const invalid = (field: 'reason' | 'words') =>
    problem === field ? { 'aria-invalid': 'true' as const, 'aria-describedby': 'problem' } : {};
  return viewerDocument(
    context,
    <section class="nomatch breakglass" aria-labelledby="breakglass">
      <h2 id="breakglass">Emergency access</h2>
      {problem === undefined ? undefined : (
        <p class="caution" id="problem" role="alert">
          {WARNING_SIGN} {PROBLEMS[problem]} Nothing has been opened.
        </p>
      )}
      <ul class="bullets">
        <li>
          It opens this person alone, for you alone, for {count(minutes, 'minute')}, or until you leave.
        </li>
        <li>Your name, your reason and everything shown are written down before anything is shown.</li>
        <li>
          Your privacy officer is told at once, and will ask you about it if it is not clear. The person may
          be told.
        </li>
        <li>What is sealed stays sealed. There may be nothing to show.</li>
      </ul>
      <form method="post" action={actions.emergencyUrl}>
        <input type="hidden" name="view" value={actions.viewId} />
        <input type="hidden" name="stated" value="yes" />
        <fieldset {...invalid('reason')}>
          <legend>Why do you need it?</legend>
          {reasons.map((reason) => (
            <label>
              <input type="radio" name="reason" value={reason} required checked={given?.reason === reason} />{' '}
              {BREAK_GLASS_REASON_WORDS[reason] ?? reason}
            </label>
          ))}
        </fieldset>
        <label class="block" for="words">
          What is happening?
        </label>
        <textarea
          id="words"
          name="words"
          rows={3}
          minLength={10}
          maxLength={500}
          required
          {...invalid('words')}
        >
          {given?.words}
        </textarea>
        <button class="danger">Open for {count(minutes, 'minute')}</button>
      </form>
    </section>,
    foot(context, []),
  );
}
