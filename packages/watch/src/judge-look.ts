import { formatDate, londonTime } from '@solway/kernel';
import type { Facts, StaffFacts, SubjectFacts } from './facts.ts';
import { type Finding, findingOf, type Unjudged } from './finding.ts';
import { districtOf, foldAddress, foldName, foldPostcode } from './fold.ts';
import { type Hours, isWithinHours, readHours } from './hours.ts';
import type { Look } from './look.ts';
import type { RuleId, RuleSettings } from './rules.ts';

/** What one rule makes of one look: nothing, the sentence of a finding, or the fact that it lacks. */
type Verdict = undefined | { readonly because: string } | { readonly missing: string };

interface Judged {
  readonly look: Look;
  readonly staff: StaffFacts | undefined;
  readonly subject: SubjectFacts | undefined;
  readonly facts: Facts;
  readonly thresholds: Readonly<Record<string, number>>;
}
type LookRule = (judged: Judged) => Verdict;

const found = (because: string): Verdict => ({ because });
const lacks = (missing: string): Verdict => ({ missing });
const NO_STAFF = 'the user in the staff directory';
const NO_SUBJECT = 'the person in the register';

/** The rules that need one look and the facts, and no memory. */
const LOOK_RULES: Partial<Record<RuleId, LookRule>> = {
  'own-record': ({ look, staff, subject }) => {
    if (staff?.chi === undefined) return lacks('the user’s own CHI number');
    const chi = look.chi ?? subject?.chi;
    if (chi === undefined) return lacks('the person’s CHI number');
    return chi === staff.chi
      ? found('The record is the user’s own, by the CHI number in the staff directory.')
      : undefined;
  },
  'same-surname': ({ staff, subject, facts, thresholds }) => {
    if (staff?.surname === undefined) return lacks('the user’s surname');
    if (subject === undefined) return lacks(NO_SUBJECT);
    const own = foldName(staff.surname);
    if (own === '' || isSelf(staff, subject) || !subject.surnames.some((one) => foldName(one) === own))
      return undefined;
    const share = facts.surnamePerThousand(own);
    if (share === undefined) return lacks('how common the surname is');
    if (share > (thresholds['mostPerThousand'] ?? 0)) return undefined;
    return found('The person has, or had, the user’s surname, and it is not a common one.');
  },
  'same-address': ({ staff, subject }) => {
    const missing = withoutHomes(staff, subject);
    if (missing !== undefined) return lacks(missing);
    return !isSelf(staff, subject) && livesWith(staff, subject)
      ? found('The person lives, or lived, at the user’s own address.')
      : undefined;
  },
  neighbour: ({ staff, subject }) => {
    const missing = withoutHomes(staff, subject);
    if (missing !== undefined) return lacks(missing);
    const own = foldPostcode(staff?.postcode);
    if (own === undefined || isSelf(staff, subject) || livesWith(staff, subject)) return undefined;
    return subject?.addresses.some((one) => foldPostcode(one.postcode) === own) === true
      ? found('The person lives, or lived, in the user’s own postcode, at another door.')
      : undefined;
  },
  colleague: ({ look, staff, subject, facts, thresholds }) => {
    const chi = look.chi ?? subject?.chi;
    if (chi === undefined) return lacks('the person’s CHI number');
    const colleague = facts.staffWithChi(look.organisation, chi);
    if (colleague === undefined || colleague.userId === look.userId) return undefined;
    const sameTeam = colleague.teams.some((team) => staff?.teams.includes(team) === true);
    if (thresholds['sameTeamOnly'] === 1 && !sameTeam) return undefined;
    return found(
      sameTeam
        ? 'The person works in the user’s own team.'
        : 'The person works for the user’s own organisation.',
    );
  },
  'watched-person': ({ subject }) =>
    subject?.watched === undefined ? undefined : found(`The person is watched over: ${subject.watched}.`),
  deceased: ({ look, subject, thresholds }) => {
    if (subject === undefined) return lacks(NO_SUBJECT);
    const { deathDate } = subject;
    if (deathDate === undefined) return undefined;
    const days = (Date.parse(londonTime(look.at).date) - Date.parse(deathDate)) / 86_400_000;
    return days > (thresholds['days'] ?? 0)
      ? found(`The person died on ${formatDate(deathDate)}, ${days} days before.`)
      : undefined;
  },
  'no-relationship': ({ look }) =>
    look.kind === 'disclosed' && look.basis === 'stated-purpose'
      ? found('The host vouched for no relationship: the user stated a purpose instead.')
      : undefined,
  'outside-area': ({ staff, subject }) => {
    if (staff?.serves === undefined) return lacks('the area that the user’s team serves');
    const homes = (subject?.addresses ?? []).flatMap((one) => foldPostcode(one.postcode) ?? []);
    if (homes.length === 0) return lacks('the person’s postcode');
    const { serves } = staff;
    return homes.some((one) => serves.includes(districtOf(one)))
      ? undefined
      : found(`The person’s addresses are all outside ${serves.join(', ')}, where the user’s team works.`);
  },
  'out-of-hours': ({ look, staff, thresholds }) => {
    if (staff?.hours === undefined) return lacks('the user’s hours of work');
    const hours = hoursOf(staff.hours);
    if (hours === undefined) return lacks('the user’s hours of work in a form that can be read');
    if (isWithinHours(hours, look.at, thresholds['graceMinutes'] ?? 0)) return undefined;
    const { date, time } = londonTime(look.at);
    return found(`It was ${time} on ${formatDate(date)}; the user works ${staff.hours}.`);
  },
  leaver: ({ look, staff }) => {
    if (staff === undefined) return found('The staff directory has never held this user.');
    return staff.leftOn !== undefined && staff.leftOn <= londonTime(look.at).date
      ? found(`The staff directory has not held this user since ${formatDate(staff.leftOn)}.`)
      : undefined;
  },
};

/** Judges one look by every rule that needs no memory. */
export function judgeLook(
  look: Look,
  facts: Facts,
  settings: RuleSettings,
): { readonly findings: readonly Finding[]; readonly unjudged: readonly Unjudged[] } {
  const staff = facts.staff(look.organisation, look.userId);
  const subject = facts.subject(look);
  const findings: Finding[] = [];
  const unjudged: Unjudged[] = [];
  for (const [rule, judge] of Object.entries(LOOK_RULES) as [RuleId, LookRule][]) {
    const { on, thresholds } = settings[rule];
    if (!on) continue;
    const verdict =
      staff === undefined && NEEDS_STAFF.has(rule)
        ? ({ missing: NO_STAFF } as const)
        : judge({ look, staff, subject, facts, thresholds });
    if (verdict === undefined) continue;
    if ('because' in verdict) findings.push(findingOf(rule, look, verdict.because));
    else unjudged.push({ rule, organisation: look.organisation, missing: verdict.missing });
  }
  return { findings, unjudged };
}

const NEEDS_STAFF: ReadonlySet<RuleId> = new Set([
  'own-record',
  'same-surname',
  'same-address',
  'neighbour',
  'outside-area',
  'out-of-hours',
]);

/** The user's own record is told of once, as that. */
function isSelf(staff: StaffFacts | undefined, subject: SubjectFacts | undefined): boolean {
  return staff?.chi !== undefined && staff.chi === subject?.chi;
}

function withoutHomes(staff: StaffFacts | undefined, subject: SubjectFacts | undefined): string | undefined {
  if (foldPostcode(staff?.postcode) === undefined) return 'the user’s own address';
  if (subject === undefined) return NO_SUBJECT;
  return subject.addresses.some((one) => foldPostcode(one.postcode) !== undefined)
    ? undefined
    : 'the person’s address';
}

function livesWith(staff: StaffFacts | undefined, subject: SubjectFacts | undefined): boolean {
  const postcode = foldPostcode(staff?.postcode);
  const address = foldAddress(staff?.address);
  if (postcode === undefined || address === undefined) return false;
  return (subject?.addresses ?? []).some(
    (one) => foldPostcode(one.postcode) === postcode && foldAddress(one.address) === address,
  );
}

const read = new Map<string, Hours | undefined>();

/** Few patterns serve a whole organisation. */
function hoursOf(text: string): Hours | undefined {
  if (!read.has(text)) {
    if (read.size > 10_000) read.clear();
    read.set(text, readHours(text));
  }
  return read.get(text);
}
