import { LinkageError } from '../errors.ts';
import type { ComparisonSettings } from './comparison-schema.ts';
import { dateLevels } from './date-levels.ts';
import { exactly, level, missing, otherwise, type Expansion } from './level-parts.ts';
import { forenameLevels, joinedNameLevels, surnameLevels } from './name-levels.ts';
import type { ComparisonPlan, LevelPlan, TermFrequencyPlan } from './plan.ts';
import { postcodeLevels } from './postcode-levels.ts';
import type { Predicate } from './predicate-schema.ts';

/** The comparison's normal form. @throws LinkageError SETTINGS_INVALID where its levels can't stand. */
export function expand(settings: ComparisonSettings, index: number): ComparisonPlan {
  const { levels, derived } = levelsOf(settings);
  const place = `$.comparisons[${index}]`;
  const weighed = levels.filter((one) => !one.missing);
  if (weighed.at(-1)?.when !== 'else' || weighed.slice(0, -1).some((one) => one.when === 'else')) {
    throw new LinkageError(
      'SETTINGS_INVALID',
      `${place}.levels: the last level, and no other, must be "else"`,
      { place },
    );
  }
  if (settings.parameters && settings.parameters.length !== weighed.length) {
    throw new LinkageError(
      'SETTINGS_INVALID',
      `${place}.parameters: ${weighed.length} levels carry weight, and ${settings.parameters.length} parameters are given`,
      { place: `${place}.parameters` },
    );
  }
  const columns = columnsOf(settings);
  // A swap reads the other name too, but what is judged is one name.
  const subjects =
    settings.kind === 'forename' || settings.kind === 'surname'
      ? [settings.column]
      : ((settings.kind === 'levels' ? settings.judges : undefined) ?? columns);
  return {
    name: settings.name ?? subjects.join('_'),
    columns,
    subjects,
    levels,
    derived,
    termFrequency: termFrequencyOf(settings, columns),
  };
}

function termFrequencyOf(settings: ComparisonSettings, columns: readonly string[]): TermFrequencyPlan | null {
  const given = settings.termFrequency ?? false;
  if (given === false) return null;
  const own: { column?: string | undefined; weight?: number; minimumFrequency?: number | undefined } =
    given === true ? {} : given;
  const column = own.column ?? columns[0];
  if (column === undefined)
    throw new LinkageError(
      'SETTINGS_INVALID',
      `Comparison "${settings.name}" has term frequencies of no column`,
      { place: `$.comparisons.${settings.name}` },
    );
  return { column, weight: own.weight ?? 1, minimumFrequency: own.minimumFrequency ?? 0 };
}

/** The columns of the settings that a comparison reads. */
export function columnsOf(settings: ComparisonSettings): readonly string[] {
  if (settings.kind === 'names') return [settings.forename, settings.surname];
  if (settings.kind === 'distance') return [settings.latitude, settings.longitude];
  if (settings.kind === 'levels') {
    return [...new Set(settings.levels.flatMap((one) => (one.when === 'else' ? [] : namedIn(one.when))))];
  }
  const other = 'swappedWith' in settings ? settings.swappedWith : undefined;
  return other === undefined ? [settings.column] : [settings.column, other];
}

/** What stands beside a predicate's columns. */
const LIMITS = new Set(['atLeast', 'atMost', 'minLength', 'pattern']);

function namedIn(predicate: Predicate): string[] {
  if ('and' in predicate) return predicate.and.flatMap(namedIn);
  if ('or' in predicate) return predicate.or.flatMap(namedIn);
  if ('not' in predicate) return namedIn(predicate.not);
  if ('sql' in predicate)
    return [...predicate.sql.matchAll(/"?([A-Za-z_][\w ]*?)_[lr]\b"?/g)].map((found) => found[1]!);
  // Whatever the order of its keys: a database that keeps JSON may change it.
  const columns = Object.entries(predicate).find(([key]) => !LIMITS.has(key))![1] as
    string | readonly string[];
  return typeof columns === 'string' ? [columns] : [...columns];
}

function levelsOf(settings: ComparisonSettings): Expansion {
  switch (settings.kind) {
    case 'exact':
      return simple([missing(settings.column), exactly(settings.column), otherwise]);
    case 'jaroWinkler':
    case 'jaccard': {
      const { kind, column } = settings;
      const by = (atLeast: number): Predicate =>
        kind === 'jaccard' ? { jaccard: column, atLeast } : { jaroWinkler: column, atLeast };
      const name = kind === 'jaccard' ? 'Jaccard' : 'Jaro–Winkler';
      return simple([
        missing(column),
        exactly(column),
        ...settings.thresholds.map((t) => level(`${name} at least ${t}`, by(t))),
        otherwise,
      ]);
    }
    case 'levenshtein':
    case 'damerauLevenshtein': {
      const { kind, column } = settings;
      const by = (atMost: number): Predicate =>
        kind === 'levenshtein' ? { levenshtein: column, atMost } : { damerauLevenshtein: column, atMost };
      return simple([
        missing(column),
        exactly(column),
        ...settings.thresholds.map((t) => level(`at most ${t} edit${t === 1 ? '' : 's'}`, by(t))),
        otherwise,
      ]);
    }
    case 'phonetic': {
      const sound = `${settings.column}__soundex`;
      return {
        levels: [
          missing(settings.column),
          exactly(settings.column),
          level('sounds alike', { equal: sound }),
          otherwise,
        ],
        derived: [{ name: sound, base: settings.column, rules: ['soundex'] }],
      };
    }
    case 'forename':
      return forenameLevels(settings.column, settings.nicknames, settings.swappedWith);
    case 'surname':
      return surnameLevels(settings.column, settings.swappedWith);
    case 'names':
      return joinedNameLevels(settings.forename, settings.surname, settings.nicknames);
    case 'anyName':
      return simple([
        missing(settings.column),
        level('any value the same', { shareElements: settings.column, atLeast: 1 }),
        ...settings.thresholds.map((t) =>
          level(`any value Jaro–Winkler at least ${t}`, { elementJaroWinkler: settings.column, atLeast: t }),
        ),
        otherwise,
      ]);
    case 'date':
      return dateLevels(settings.column);
    case 'postcode':
      return postcodeLevels(settings.column);
    case 'email': {
      const user = `${settings.column}__user`;
      return {
        levels: [
          missing(settings.column),
          exactly(settings.column),
          level('same name before the @', { equal: user }),
          level('Jaro–Winkler at least 0.88', { jaroWinkler: settings.column, atLeast: 0.88 }),
          otherwise,
        ],
        derived: [{ name: user, base: settings.column, rules: ['emailUser'] }],
      };
    }
    case 'list':
      return simple([
        missing(settings.column),
        ...settings.thresholds.map((t) => sharing(settings.column, t)),
        otherwise,
      ]);
    case 'words': {
      const list = `${settings.column}__words`;
      return {
        levels: [
          missing(settings.column),
          exactly(settings.column),
          ...settings.thresholds.map((t) => sharing(list, t)),
          otherwise,
        ],
        derived: [{ name: list, base: settings.column, rules: ['words'] }],
      };
    }
    case 'number':
      return simple([
        missing(settings.column),
        ...settings.within.map((t) => level(`within ${t}`, { difference: settings.column, atMost: t })),
        otherwise,
      ]);
    case 'distance': {
      const at: [string, string] = [settings.latitude, settings.longitude];
      return simple([
        missing(...at),
        ...settings.withinKm.map((km) => level(`within ${km} km`, { kilometres: at, atMost: km })),
        otherwise,
      ]);
    }
    case 'levels':
      return simple(
        settings.levels.map((one) => ({
          label: one.label,
          when: one.when,
          missing: one.missing ?? false,
          termFrequency: one.termFrequency ?? false,
          weight: one.weight ?? null,
        })),
      );
  }
}

function sharing(column: string, atLeast: number): LevelPlan {
  return level(`${atLeast} value${atLeast === 1 ? '' : 's'} shared`, { shareElements: column, atLeast });
}

function simple(levels: readonly LevelPlan[]): Expansion {
  return { levels, derived: [] };
}
