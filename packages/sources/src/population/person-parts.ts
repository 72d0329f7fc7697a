import type { IsoDate } from '@solway/kernel';
import { readPlausibleDate } from '../mapping/plausible-date.ts';
import type { PersonPart } from '../population.ts';

const LONGEST = 1_000;

const SEXES: ReadonlyMap<string, 'male' | 'female'> = new Map([
  ['m', 'male'],
  ['male', 'male'],
  ['f', 'female'],
  ['female', 'female'],
]);
/** Said, and saying nothing: not a part that could not be read. */
const NO_SEX = new Set([
  'u',
  'unknown',
  'not known',
  'not specified',
  'unspecified',
  'indeterminate',
  'x',
  '9',
  '0',
]);

/** Reads the parts of one person and remembers those that could not be read. */
export class PersonParts {
  readonly #unreadable = new Set<PersonPart>();

  /** Trimmed; undefined for nothing. Over-long text is no name and no address. */
  text(value: unknown, part: PersonPart): string | undefined {
    if (typeof value !== 'string') return undefined;
    const text = value.trim();
    if (text === '') return undefined;
    if (text.length <= LONGEST) return text;
    this.#unreadable.add(part);
    return undefined;
  }

  date(value: unknown, part: PersonPart): IsoDate | undefined {
    const text = this.text(value, part);
    if (text === undefined) return undefined;
    const read = readPlausibleDate(text);
    if (read.value === undefined) this.#unreadable.add(part);
    return read.value;
  }

  sex(value: unknown): 'male' | 'female' | undefined {
    const text = this.text(value, 'sex')?.toLowerCase();
    if (text === undefined || NO_SEX.has(text)) return undefined;
    const sex = SEXES.get(text);
    if (sex === undefined) this.#unreadable.add('sex');
    return sex;
  }

  unreadable(part: PersonPart): undefined {
    this.#unreadable.add(part);
    return undefined;
  }

  /** To be spread into the person: nothing where all could be read. */
  get problems(): { readonly unreadable?: readonly PersonPart[] } {
    return this.#unreadable.size === 0 ? {} : { unreadable: [...this.#unreadable] };
  }
}
