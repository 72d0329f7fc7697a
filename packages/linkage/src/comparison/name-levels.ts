import type { NicknameSettings } from './comparison-schema.ts';
import { exactly, level, missing, otherwise, type Expansion } from './level-parts.ts';
import { nicknameGroups } from './nicknames.ts';
import type { DerivedColumn, LevelPlan } from './plan.ts';
import type { Predicate } from './predicate-schema.ts';

/** Forename: known-as names, an initial, a further forename written or left out, slips of the keys. */
export function forenameLevels(column: string, nicknames: NicknameSettings, swappedWith?: string): Expansion {
  return {
    levels: [
      missing(column),
      exactly(column),
      ...swapped(column, swappedWith),
      level('known as, or further forenames left out', knownAs(column, nicknames)),
      level('Jaro–Winkler at least 0.92', { jaroWinkler: column, atLeast: 0.92 }),
      level('initial only', { startsWith: column, minLength: 1 }),
      level('Jaro–Winkler at least 0.8', { jaroWinkler: column, atLeast: 0.8 }),
      otherwise,
    ],
    derived: nicknameColumns(column, nicknames),
  };
}

/** Surname: Mac and Mc, hyphens and spaces, one half of a double name, slips of the keys. */
export function surnameLevels(column: string, swappedWith?: string): Expansion {
  const [key, words] = [`${column}__key`, `${column}__words`];
  return {
    levels: [
      missing(column),
      exactly(column),
      ...swapped(column, swappedWith),
      level('Mac or Mc, spaced or hyphened otherwise', { equal: key }),
      level('Jaro–Winkler at least 0.92', { jaroWinkler: column, atLeast: 0.92 }),
      level('half of a double name', { shareElements: words, atLeast: 1 }),
      level('Jaro–Winkler at least 0.8', { jaroWinkler: column, atLeast: 0.8 }),
      otherwise,
    ],
    derived: [
      { name: key, base: column, rules: ['surnameKey'] },
      { name: words, base: column, rules: ['words'] },
    ],
  };
}

/** Forename and surname taken together, so that a swap counts once. */
export function joinedNameLevels(forename: string, surname: string, nicknames: NicknameSettings): Expansion {
  const alike: Predicate = { or: [knownAs(forename, nicknames), { jaroWinkler: forename, atLeast: 0.88 }] };
  return {
    levels: [
      missing(forename, surname),
      level('both exactly the same', { and: [{ equal: forename }, { equal: surname }] }, true),
      ...swapped(forename, surname),
      level('same surname, forename alike', { and: [{ equal: surname }, alike] }),
      level('same forename, surname alike', {
        and: [{ equal: forename }, { jaroWinkler: surname, atLeast: 0.88 }],
      }),
      level('both alike', { and: [alike, { jaroWinkler: surname, atLeast: 0.88 }] }),
      level('same surname only', { equal: surname }),
      level('same forename only', { equal: forename }),
      otherwise,
    ],
    derived: nicknameColumns(forename, nicknames),
  };
}

function swapped(one: string, other: string | undefined): LevelPlan[] {
  if (other === undefined) return [];
  return [level('forename and surname swapped', { and: [{ equal: [one, other] }, { equal: [other, one] }] })];
}

// A longer form begins with the shorter: "mary ann" and "mary", "alexander" and "alex".
function knownAs(column: string, nicknames: NicknameSettings): Predicate {
  const longer: Predicate = { startsWith: column, minLength: 3 };
  return nicknames === 'none'
    ? longer
    : { or: [longer, { shareElements: `${column}__known_as`, atLeast: 1 }] };
}

function nicknameColumns(column: string, nicknames: NicknameSettings): DerivedColumn[] {
  if (nicknames === 'none') return [];
  return [
    {
      name: `${column}__known_as`,
      base: column,
      rules: ['firstWord'],
      nicknames: nicknameGroups(nicknames),
    },
  ];
}
