import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../package-folder.ts';
import { feminineForm, type NameTradition, tailForename, tailSurname } from './long-tail-names.ts';
import type { Random } from './random.ts';
import type { Sex } from './person.ts';

interface Weighted {
  readonly names: string[];
  readonly upTo: number[];
}

/** How often a name comes from beyond the published ranks. */
const TAIL_SURNAME = 0.45;
const TAIL_FORENAME = 0.22;

/** Surnames and forenames as often as Scotland bears them, from `data/names.csv` with a long tail added. */
export class NameBook {
  readonly #surnames: Weighted = { names: [], upTo: [] };
  readonly #forenames = new Map<string, Weighted>();
  readonly #familiar = new Map<string, readonly string[]>();

  constructor(csv: string = readFileSync(join(packageFolder(), 'data', 'names.csv'), 'utf8')) {
    for (const line of csv.trim().split('\n').slice(1)) {
      const [kind, sex = '', era = '', name = '', weight = '0', familiar = ''] = line.trim().split(',');
      const list = kind === 'surname' ? this.#surnames : this.#forenamesOf(`${sex}/${era}`);
      list.names.push(name);
      list.upTo.push((list.upTo.at(-1) ?? 0) + Number(weight));
      if (familiar !== '') this.#familiar.set(name, familiar.split('|'));
    }
  }

  surname(tradition: NameTradition, random: Random): string {
    const single = this.#singleSurname(tradition, random);
    if (tradition !== 'scottish' || !random.chance(0.012)) return single;
    return `${single}-${this.#singleSurname(tradition, random)}`;
  }

  forename(tradition: NameTradition, sex: Sex, birthYear: number, random: Random): string {
    const foreign = tradition === 'polish' || tradition === 'south-asian';
    const tail = foreign ? 0.9 : tradition === 'gaelic' ? 0.7 : TAIL_FORENAME;
    if (random.chance(tail)) return tailForename(tradition, sex, birthYear, random);
    return weighted(this.#forenamesOf(`${sex}/${eraOf(birthYear)}`), random);
  }

  /** The names a bearer is called by every day; empty where there is no common one. */
  familiarForms(forename: string): readonly string[] {
    return this.#familiar.get(forename) ?? [];
  }

  familySurnameOf(sex: Sex, surname: string): string {
    return sex === 'F' ? feminineForm(surname) : surname;
  }

  #singleSurname(tradition: NameTradition, random: Random): string {
    if (tradition === 'scottish' && !random.chance(TAIL_SURNAME)) return weighted(this.#surnames, random);
    return tailSurname(tradition, random);
  }

  #forenamesOf(key: string): Weighted {
    let list = this.#forenames.get(key);
    if (list === undefined) this.#forenames.set(key, (list = { names: [], upTo: [] }));
    return list;
  }
}

function weighted(list: Weighted, random: Random): string {
  const target = random.next() * (list.upTo.at(-1) ?? 0);
  let low = 0;
  let high = list.upTo.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list.upTo[middle] ?? 0) > target) high = middle;
    else low = middle + 1;
  }
  return list.names[low] ?? 'Smith';
}

function eraOf(birthYear: number): string {
  if (birthYear < 1945) return 'before-1945';
  if (birthYear < 1970) return '1945-1969';
  if (birthYear < 1990) return '1970-1989';
  return birthYear < 2010 ? '1990-2009' : '2010-on';
}
