/** A small generator with a seed (Park and Miller), so that every test sees the same people. */
export function random(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const forenames = 'margaret peggy james hamish john ian elizabeth betty lizzie catherine kate mary ann anne william bill liam zoë seán agnieszka mohammed oliver amelia isla jack'.split(' '); // prettier-ignore
const surnames = "smith macdonald mcdonald o'neill oneill smith-jones smithjones jones brown wilson campbell stewart thomson robertson anderson łukasz müller khan singh macleod mcleod murray taylor clark ross young paterson".split(' '); // prettier-ignore

export interface Person {
  readonly [key: string]: string | null;
  readonly id: string;
  readonly entity: string;
  readonly forename: string | null;
  readonly surname: string | null;
  readonly previous: string | null;
  readonly dob: string | null;
  readonly postcode: string | null;
  readonly email: string | null;
  readonly height: string | null;
}

/** Records of invented people, some of whom stand twice with slips of the keys, swaps and gaps. */
export function people(count: number, seed: number, copies = 2): Person[] {
  const next = random(seed);
  const one = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]!;
  const digits = (width: number, below: number): string =>
    String(1 + Math.floor(next() * below)).padStart(width, '0');
  const all: Person[] = [];
  for (let i = 0; all.length < count; i += 1) {
    const base: Person = {
      id: '',
      entity: `e${i}`,
      forename: one(forenames),
      surname: next() < 0.4 ? one(surnames) : `${one(surnames)}${'abcdefghij'[Math.floor(next() * 10)]!}`,
      previous: one(surnames),
      dob: `${1940 + Math.floor(next() * 70)}-${digits(2, 12)}-${digits(2, 28)}`,
      postcode: `${one(['EH', 'KA', 'DG', 'G'])}${digits(1, 9)} ${digits(1, 9)}${one(['AA', 'AB', 'QZ'])}`,
      email: `${one(forenames)}${digits(2, 99)}@example.org`,
      height: String(150 + Math.floor(next() * 50)),
    };
    for (let copy = 0; copy < copies && all.length < count; copy += 1) {
      all.push({ ...(copy === 0 ? base : spoilt(base, next)), id: `r${all.length}` });
    }
  }
  return all;
}

function spoilt(person: Person, next: () => number): Person {
  const out: Record<string, string | null> = { ...person };
  for (const key of ['forename', 'surname', 'dob', 'postcode', 'email']) {
    const chance = next();
    if (chance < 0.08) out[key] = null;
    else if (chance < 0.25) out[key] = slip(out[key]!, next);
  }
  if (next() < 0.05) [out['forename'], out['surname']] = [person.surname, person.forename];
  if (next() < 0.05 && out['dob'])
    out['dob'] = `${out['dob'].slice(0, 5)}${out['dob'].slice(8)}-${out['dob'].slice(5, 7)}`;
  return out as unknown as Person;
}

function slip(text: string, next: () => number): string {
  const at = Math.floor(next() * text.length);
  const letter = /\d/.test(text[at]!)
    ? String(Math.floor(next() * 10))
    : 'abcdefghij'[Math.floor(next() * 10)]!;
  const kind = next();
  if (kind < 0.5) return text.slice(0, at) + letter + text.slice(at + 1);
  return kind < 0.75
    ? text.slice(0, at) + text.slice(at + 1)
    : text.slice(0, at) + (text[at + 1] ?? '') + text[at]! + text.slice(at + 2);
}
