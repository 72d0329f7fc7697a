import { isAscii } from '../similarity/ascii.ts';
import { dateText, dateTextSql } from './date-text.ts';
import { combiningMarks, fold, foldFrom, foldTo } from './fold-table.ts';
import { postcodeText, postcodeTextSql, type PostcodePart } from './postcode-text.ts';
import { daysFromEpoch } from './real-date.ts';
import type { CleaningRule, PlainRule } from './rule-schema.ts';
import { soundex, soundexSql } from './soundex.ts';
import type { CleaningStep } from './step.ts';
import { trimText } from './trim-text.ts';

const fold_: CleaningStep = {
  name: 'fold',
  sql: (v, d) =>
    `CASE WHEN ${d.isAscii(v)} THEN ${v} ELSE ${d.translate(d.replacePattern(v, combiningMarks, ''), foldFrom, foldTo)} END`,
  apply: fold,
};
const lower: CleaningStep = {
  name: 'lower',
  sql: (v, d) => d.lower(v),
  // Letter by letter, as SQL does it: a Greek final sigma has no special form.
  apply: (v) => (isAscii(v) ? v.toLowerCase() : Array.from(v, (letter) => letter.toLowerCase()).join('')),
};
const upper: CleaningStep = {
  name: 'upper',
  sql: (v, d) => d.upper(v),
  apply: (v) => Array.from(v, (letter) => (letter === 'ß' ? letter : letter.toUpperCase())).join(''),
};

/** A step that replaces every fit of a pattern that RE2 and JavaScript read alike. */
function pattern(name: string, source: string, replacement: string): CleaningStep {
  const expression = new RegExp(source, 'g');
  const jsReplacement = replacement.replace(/\\(\d)/g, '$$$1');
  return {
    name,
    sql: (v, d) => d.replacePattern(v, source, replacement),
    apply: (v) => v.replace(expression, jsReplacement),
  };
}

const trim: CleaningStep = {
  name: 'trim',
  sql: (v, d) => d.trim(v),
  apply: trimText,
};
const collapseSpaces = pattern('collapseSpaces', ' +', ' ');
const removeSpaces: CleaningStep = {
  name: 'removeSpaces',
  sql: (v, d) => d.replace(v, ' ', ''),
  apply: (v) => v.replaceAll(' ', ''),
};
const removeApostrophes: CleaningStep = {
  name: 'removeApostrophes',
  sql: (v, d) => d.replace(v, "'", ''),
  apply: (v) => v.replaceAll("'", ''),
};
const digitsOnly = pattern('digitsOnly', '[^0-9]+', '');
// ASCII other than letters and digits; other scripts pass.
const punctuationToSpace = pattern(
  'punctuationToSpace',
  '[\\x00-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7f]+',
  ' ',
);
const nonLettersSource = '[\\x00-\\x40\\x5b-\\x60\\x7b-\\x7f]+';
const nonLetters = new RegExp(nonLettersSource, 'g');
const nonLettersToSpace = pattern('nonLettersToSpace', nonLettersSource, ' ');

function postcode(name: string, part: PostcodePart): CleaningStep {
  return { name, sql: (v, d) => postcodeTextSql(v, part, d), apply: (v) => postcodeText(v, part) };
}

const words: CleaningStep = {
  name: 'words',
  yields: 'list',
  sql: (v, d) => d.words(v),
  apply: (v) => (v === '' ? null : [...new Set(v.split(' '))].sort(byBytes)),
};

const postcodeShape = '[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}';
/** Every postcode in a text, whatever stands between them: capitals, no space. */
const postcodes: CleaningStep = {
  name: 'postcodes',
  yields: 'list',
  sql: (v, d) => {
    const found = d.allMatches(d.replacePattern(d.upper(v), ' ', ''), postcodeShape);
    return `CASE WHEN len(${found}) > 0 THEN list_sort(list_distinct(${found})) END`;
  },
  apply: (v) => {
    const found = v.toUpperCase().replaceAll(' ', '').match(new RegExp(postcodeShape, 'g')) ?? [];
    return found.length === 0 ? null : [...new Set(found)].sort(byBytes);
  },
};

/** Text order by bytes, as DuckDB sorts. */
export function byBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const number: CleaningStep = {
  name: 'number',
  yields: 'number',
  sql: (v, d) => `CASE WHEN ${d.matchesWhole(v, numberPattern)} THEN ${d.toDouble(d.trim(v))} END`,
  apply: (v) => (new RegExp(`^(?:${numberPattern})$`).test(v) ? Number(v) : null),
};
export const numberPattern = ' *[-+]?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)? *';

const sexWords: Record<string, string> = {
  male: 'm',
  man: 'm',
  boy: 'm',
  '1': 'm',
  female: 'f',
  woman: 'f',
  girl: 'f',
  '2': 'f',
};
const sex: CleaningStep = {
  name: 'sexWord',
  sql: (v, d) =>
    `CASE ${Object.entries(sexWords)
      .map(([word, letter]) => `WHEN ${v} = ${d.text(word)} THEN ${d.text(letter)}`)
      .join(' ')} ELSE ${v} END`,
  apply: (v) => (Object.hasOwn(sexWords, v) ? sexWords[v]! : v),
};

const firstWord: CleaningStep = {
  name: 'firstWord',
  sql: (v, d) => d.part(v, ' ', 1),
  apply: (v) => v.split(' ', 1)[0]!,
};

function slice(name: string, start: number, length: number): CleaningStep {
  return {
    name,
    sql: (v, d) => d.slice(v, start, length),
    apply: (v) =>
      Array.from(v)
        .slice(start - 1, start - 1 + length)
        .join(''),
  };
}

// Most names are letters only, and one look is cheaper than three replacements.
const lettersAndSpaces: CleaningStep = {
  name: 'lettersAndSpaces',
  sql: (v, d) =>
    `CASE WHEN ${d.matchesWhole(v, '[a-z]+')} THEN ${v} ELSE ${d.trim(nonLettersToSpace.sql(removeApostrophes.sql(v, d), d))} END`,
  apply: (v) => trimText(v.replaceAll("'", '').replace(nonLetters, ' ')),
};
const macToMc: CleaningStep = {
  name: 'macToMc',
  sql: (v, d) => `CASE WHEN ${d.startsWith(v, d.text('mac'))} THEN 'mc' || substr(${v}, 4) ELSE ${v} END`,
  apply: (v) => (v.startsWith('mac') ? `mc${v.slice(3)}` : v),
};
const name = [fold_, lower, lettersAndSpaces];
/** A word that belongs to the one after it: `mac donald`, `o neill`, `van der berg`. Two in a row need two passes. */
const particle = pattern(
  'particle',
  '\\b(mac|mc|o|van|von|der|den|de|di|da|le|la|al|el|st|saint|abu|bin|ben) ',
  '\\1',
);
const particles = [particle, particle];
const macWordsToMc = pattern('macWordsToMc', '\\bmac', 'mc');
const plain: Record<PlainRule, readonly CleaningStep[]> = {
  fold: [fold_],
  lower: [fold_, lower],
  upper: [fold_, upper],
  trim: [trim],
  collapseSpaces: [collapseSpaces],
  removeSpaces: [removeSpaces],
  removeApostrophes: [removeApostrophes],
  punctuationToSpace: [punctuationToSpace],
  lettersOnly: [nonLettersToSpace, removeSpaces],
  digitsOnly: [digitsOnly],
  alphanumeric: [punctuationToSpace, removeSpaces],
  firstWord: [firstWord],
  lastWord: [pattern('lastWord', '^.* ', '')],
  otherWords: [pattern('otherWords', '^[^ ]* ?', '')],
  initial: [slice('initial', 1, 1)],
  soundex: [{ name: 'soundex', sql: soundexSql, apply: soundex }],
  surnameKey: [removeSpaces, macToMc],
  surnameWords: [...name, ...particles, macWordsToMc, words],
  macToMc: [macWordsToMc],
  dropInitials: [pattern('dropInitials', '\\b[a-z]\\b', ''), collapseSpaces, trim],
  text: [fold_, lower, removeApostrophes, punctuationToSpace, trim],
  name,
  email: [fold_, lower, removeSpaces],
  emailUser: [fold_, lower, removeSpaces, pattern('emailUser', '@.*$', '')],
  phone: [digitsOnly, pattern('ukPrefix', '^(?:00)?44', '0')],
  postcode: [fold_, postcode('postcodeUnit', 'unit')],
  postcodeSector: [fold_, postcode('postcodeSector', 'sector')],
  postcodeDistrict: [fold_, postcode('postcodeDistrict', 'district')],
  postcodeArea: [fold_, postcode('postcodeArea', 'area')],
  sex: [fold_, lower, trim, sex],
  dateYear: [slice('dateYear', 1, 4)],
  dateMonthDay: [slice('dateMonthDay', 6, 5)],
  postcodes: [fold_, postcodes],
  words: [words],
  number: [number],
};

const known = new Map<string, readonly CleaningStep[]>();

/** The steps of one rule, in order: the same objects for the same rule, so that equal beginnings can be told. */
export function stepsOf(rule: CleaningRule): readonly CleaningStep[] {
  const written = JSON.stringify(rule);
  const steps = known.get(written) ?? stepsFor(rule);
  known.set(written, steps);
  return steps;
}

function stepsFor(rule: CleaningRule): readonly CleaningStep[] {
  if (typeof rule === 'string') return plain[rule];
  if ('date' in rule) {
    const { order } = rule.date;
    return [
      { name: 'date', sql: (v, d) => dateTextSql(v, order, d), apply: (v) => dateText(v, order) },
      ...(rule.date.impossible === 'null' ? [realDatesOnly] : []),
    ];
  }
  if ('nullIf' in rule) {
    const gone = new Set(rule.nullIf);
    return [
      {
        name: 'nullIf',
        sql: (v, d) =>
          `CASE WHEN ${v} NOT IN (${rule.nullIf.map((one) => d.text(one)).join(', ')}) THEN ${v} END`,
        apply: (v) => (gone.has(v) ? null : v),
      },
    ];
  }
  if ('dropWords' in rule) return [dropWords(rule.dropWords)];
  if ('replace' in rule) {
    return rule.replace.map(([search, replacement]) => ({
      name: 'replace',
      sql: (v, d) => d.replace(v, search, replacement),
      apply: (v) => v.replaceAll(search, () => replacement),
    }));
  }
  if ('pattern' in rule) return [pattern('pattern', ...rule.pattern)];
  if ('first' in rule) return [slice('first', 1, rule.first)];
  if ('last' in rule) {
    return [
      {
        name: 'last',
        sql: (v, d) => d.last(v, rule.last),
        apply: (v) => Array.from(v).slice(-rule.last).join(''),
      },
    ];
  }
  return [{ name: 'sql', sql: (v) => `(${rule.sql.replaceAll('{value}', () => v)})` }];
}

/** Whole words dropped in one pass: each stands between spaces of its own, since they are doubled first. */
function dropWords(dropped: readonly string[]): CleaningStep {
  const source = ` (?:${dropped.map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')}) `;
  const expression = new RegExp(source, 'g');
  return {
    name: 'dropWords',
    sql: (v, d) => {
      const spaced = `(' ' || ${d.replace(v, ' ', '  ')} || ' ')`;
      // Few values hold any of the words, and looking is cheaper than replacing.
      return `CASE WHEN ${d.matchesPart(spaced, source)} THEN ${d.trim(d.replacePattern(d.replacePattern(spaced, source, ''), ' +', ' '))} ELSE ${v} END`;
    },
    apply: (v) => {
      const spaced = ` ${v.replaceAll(' ', '  ')} `;
      const kept = spaced.replace(expression, '');
      return kept === spaced ? v : trimText(kept.replace(/ +/g, ' '));
    },
  };
}

const realDatesOnly: CleaningStep = {
  name: 'realDatesOnly',
  sql: (v, d) => `CASE WHEN ${d.isRealDate(v)} THEN ${v} END`,
  apply: (v) => (daysFromEpoch(v) === null ? null : v),
};
