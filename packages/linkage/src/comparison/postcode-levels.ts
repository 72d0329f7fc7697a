import { exactly, level, missing, otherwise, type Expansion } from './level-parts.ts';

/** From one United Kingdom postcode unit (some fifteen households) out to the area (a city and its country). */
export function postcodeLevels(column: string): Expansion {
  const part = (name: string): string => `${column}__${name}`;
  return {
    levels: [
      missing(column),
      exactly(column),
      level('one slip of the keys', { damerauLevenshtein: column, atMost: 1 }),
      level('same sector', { equal: part('sector') }),
      level('same district', { equal: part('district') }),
      level('same area', { equal: part('area') }),
      otherwise,
    ],
    derived: [
      { name: part('sector'), base: column, rules: ['postcodeSector'] },
      { name: part('district'), base: column, rules: ['postcodeDistrict'] },
      { name: part('area'), base: column, rules: ['postcodeArea'] },
    ],
  };
}
