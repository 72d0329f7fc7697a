import type { ChiNumber, MosaicPersonId } from '@solway/kernel';

interface Person {
  readonly personId: MosaicPersonId;
  readonly chi: ChiNumber;
}

/** So many that no view finds the person of the last few seconds again: each pays for its own lookup. */
export const PEOPLE: readonly Person[] = chiNumbers(6000).map((chi, index) => ({
  personId: String(index + 1) as MosaicPersonId,
  chi,
}));

const CHI_BY_PERSON = new Map<string, ChiNumber>(PEOPLE.map(({ personId, chi }) => [personId, chi]));

export function chiOf(personId: string): ChiNumber {
  const chi = CHI_BY_PERSON.get(personId);
  if (chi === undefined) throw new Error('nobody of the benchmark');
  return chi;
}

/** The first CHI numbers of people born in January 1945, by the order of their digits. */
function chiNumbers(count: number): ChiNumber[] {
  const found: ChiNumber[] = [];
  for (let n = 0; found.length < count; n += 1) {
    const nine = `${String(1 + Math.floor(n / 1000)).padStart(2, '0')}0145${String(n % 1000).padStart(3, '0')}`;
    const sum = nine.split('').reduce((total, digit, index) => total + Number(digit) * (10 - index), 0);
    const check = (11 - (sum % 11)) % 11;
    if (check < 10) found.push(`${nine}${check}` as ChiNumber);
  }
  return found;
}
