/** What a column of a table of people is, as far as its name and values tell. */
export type Role =
  | 'forename' | 'middleName' | 'surname' | 'fullName' | 'dateOfBirth' | 'birthYear' | 'birthMonth' | 'birthDay'
  | 'sex' | 'postcode' | 'email' | 'phone' | 'personNumber' | 'address' | 'houseNumber' | 'place' | 'region'
  | 'occupation' | 'code' | 'text' | 'ignored'; // prettier-ignore

const byName: readonly [Role, RegExp][] = [
  ['ignored', /^(cluster|entity|truth|ground_?truth|label|match|group|household|source|dataset)(_?(id|no|key|label))?$|^(is|true)_?match|^(source|data)_?(set|dataset|system|file)|^(created|updated|modified|loaded|extract)/],
  // Keys of a person rather than of a row: the answer, where a table has it, and never evidence.
  ['ignored', /^(true|real|actual|orig|original|gold|golden|person|people|individual|subject|master|resolved)_?(person|entity|cluster|record)?_?(id|no|key)$/],
  ['dateOfBirth', /^d_?o_?b$|birth_?date|date_?(of_?)?birth|^born(_on)?$|^birthday$/],
  ['birthYear', /^(by|yob)$|birth_?year|year_?(of_?)?birth/],
  ['birthMonth', /^(bm|mob)$|birth_?month|month_?(of_?)?birth/],
  ['birthDay', /^bd$|birth_?day|day_?(of_?)?birth/],
  ['place', /birth_?place|place_?(of_?)?birth/],
  ['middleName', /middle_?(name|initial)s?|second_?forename|(fname|forename|first_?name|given_?name)_?(c)?[23]$/],
  ['forename', /^(fore|first|given|christian)_?names?(_?c?1)?$|^(first|given)$|^(fname|f_name|firstname)(_c1)?$|^gname$/],
  ['surname', /^(sur|last|family|second)_?names?(_?c?1)?$|^(last|family)$|^(lname|l_name|lastname|sname)(_c1)?$/],
  ['fullName', /^(full|person|patient|client|display)?_?name$|^first_and_(sur|last)_?name$|^names?$/],
  ['sex', /^(sex|gender)(_?(code|cd))?$/],
  ['email', /e_?mail/],
  ['phone', /phone|mobile|^tel(_|$)|telephone/],
  ['postcode', /post_?code|postal|^zip|zip_?code/],
  ['personNumber', /ssn|soc(ial)?_?sec|(nhs|chi|national|insurance|passport|tax|medicare|pension|hospital|student|employee)_?(id|no|num|number|nr|insurance)|^ni_?no|^nino$|^nhs$|^chi$/],
  ['houseNumber', /(street|house|flat|building|property)_?(no|num|number)$|^number$/],
  ['address', /addr|street|road/],
  ['region', /^(state|county|region|province|country|area)$/],
  ['place', /city|town|suburb|locality|village|place|municipality|district/],
  ['occupation', /occupation|profession|job/],
]; // prettier-ignore

/** A role from a column's name alone; null when the name says nothing. */
export function roleByName(name: string): Role | null {
  const plain = name
    .trim()
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return byName.find(([, pattern]) => pattern.test(plain))?.[0] ?? null;
}

/** Whether a column is named as an identifier of its row. */
export function looksLikeId(name: string): boolean {
  return /^(unique_?id|id|uid|uuid|key|rec(ord)?_?(id|no|number)|row_?(id|no|number)|.*_(id|key|no|number)|.*id)$/i.test(
    name.trim(),
  );
}
