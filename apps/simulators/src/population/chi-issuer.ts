import { dayOf, isoOf } from './calendar.ts';
import type { Sex } from './person.ts';
import { Random } from './random.ts';

/** Two serial digits and five sex digits: as many people of one sex can be born on one day. */
const PLACES_A_DAY = 500;
const LUHN_SHARE = 0.001;

/**
 * Issues valid CHI numbers, each once, with a counter for each day of a century and each sex: constant memory for
 * any population. A few carry the modulus-10 check digit only, as numbers issued since 2025 may.
 */
export class ChiIssuer {
  readonly #seed: number;
  readonly #used = new Uint16Array(100 * 12 * 31 * 2);

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** The date of birth comes back a day or more later where the day had no number left. */
  issue(birthDate: string, sex: Sex): { readonly chi: string; readonly birthDate: string } {
    for (let day = dayOf(birthDate); ; day += 1) {
      const date = isoOf(day);
      const chi = this.#next(date, sex);
      if (chi !== undefined) return { chi, birthDate: date };
    }
  }

  #next(date: string, sex: Sex): string | undefined {
    const [year, month, day] = [Number(date.slice(2, 4)), Number(date.slice(5, 7)), Number(date.slice(8))];
    const slot = (((year * 12 + month - 1) * 31 + day - 1) << 1) | (sex === 'M' ? 1 : 0);
    const prefix = `${date.slice(8)}${date.slice(5, 7)}${date.slice(2, 4)}`;
    const random = new Random(this.#seed, 'chi', slot, this.#used[slot] ?? 0);
    const start = new Random(this.#seed, 'chi-start', slot).between(0, PLACES_A_DAY - 1);
    const wantsLuhn = random.chance(LUHN_SHARE);
    while ((this.#used[slot] ?? PLACES_A_DAY) < PLACES_A_DAY) {
      const place = (start + (this.#used[slot] ?? 0) * 137) % PLACES_A_DAY;
      this.#used[slot] = (this.#used[slot] ?? 0) + 1;
      const sexDigit = (place % 5) * 2 + (sex === 'M' ? 1 : 0);
      const nine = `${prefix}${`${Math.floor(place / 5)}`.padStart(2, '0')}${sexDigit}`;
      const eleven = modulus11(nine);
      const ten = modulus10(nine);
      if (wantsLuhn && ten !== eleven) return `${nine}${ten}`;
      if (!wantsLuhn && eleven !== 10) return `${nine}${eleven}`;
    }
    return undefined;
  }
}

function modulus11(nine: string): number {
  let sum = 0;
  for (let i = 0; i < 9; i += 1) sum += (nine.charCodeAt(i) - 48) * (10 - i);
  return (11 - (sum % 11)) % 11;
}

function modulus10(nine: string): number {
  let sum = 0;
  for (let i = 0; i < 9; i += 1) {
    const digit = (nine.charCodeAt(i) - 48) * (i % 2 === 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return (10 - (sum % 10)) % 10;
}
