/** Roles and purposes arrive as the agreement's codes; these are the ones whose plain form is not just spaces. */
const SPELT: Readonly<Record<string, string>> = {
  gp: 'GP',
  ahp: 'allied health professional',
  'ed-clinician': 'ED clinician',
  'access-point-handler': 'access-point call handler',
  'homecare-organiser': 'home-care organiser',
  'home-team-member': 'Home Team member',
};

/** A code such as `community-nurse` in words; text that is not a code is left as it is. */
export function inWords(code: string): string {
  return SPELT[code] ?? (/^[a-z]+(-[a-z]+)*$/.test(code) ? code.replaceAll('-', ' ') : code);
}
