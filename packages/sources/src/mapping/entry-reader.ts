import type { Instant, IsoDate } from '@solway/kernel';
import type { ItemContents, ItemType, Mark, SetAside } from '@solway/record';
import type { UnknownCode } from '../port.ts';
import type { Mapped } from './outcome.ts';
import { readPlausibleDate, readPlausibleInstant } from './plausible-date.ts';
import { CUT_MARK, TEXT_LIMITS, type TextKind } from './text-limits.ts';
import { type Loose, withoutUndefined } from './without-undefined.ts';

type Problem = Pick<SetAside, 'code' | 'detail'> & { readonly part: string };

/**
 * Reads the parts of one row or resource and remembers every part that could not be read. A mapping ends with one
 * of `entry`, `missing` or `refused`, so that each problem is reported exactly once, with or without the entry.
 */
export class EntryReader<Item extends ItemType> {
  readonly item: Item;
  readonly #recordId: string;
  readonly #problems: Problem[] = [];
  readonly #unknownCodes: UnknownCode[] = [];

  constructor(item: Item, recordId: string) {
    this.item = item;
    this.#recordId = recordId;
  }

  /** Undefined for nothing and for white space. Any text is kept as text, HTML included; the page escapes. */
  text(value: unknown, part: string, kind: TextKind = 'label'): string | undefined {
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string') return this.#problem('malformed-record', part, 'is not text');
    const limit = TEXT_LIMITS[kind];
    const long = value.length > limit;
    const text = withoutControls(long ? value.slice(0, limit) : value).trim();
    if (text === '') return undefined;
    if (!long) return text;
    this.#problem('text-too-long', part, `is longer than ${limit} characters and was cut`);
    return text + CUT_MARK;
  }

  date(value: unknown, part: string): IsoDate | undefined {
    return this.#dateWith(value, part, readPlausibleDate);
  }

  instant(value: unknown, part: string): Instant | undefined {
    return this.#dateWith(value, part, readPlausibleInstant);
  }

  /** Our value of a code of the site's; undefined, and counted, for a code that the table doesn't hold. */
  code<T>(table: ReadonlyMap<string, T>, value: unknown, system: string): T | undefined {
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string') return this.#problem('malformed-record', system, 'is not a code');
    const ours = table.get(value.trim());
    if (ours === undefined) this.unknownCode(system, value);
    return ours;
  }

  unknownCode(system: string, code: string): void {
    this.#unknownCodes.push({ item: this.item, system: short(system), code: short(code) });
  }

  /** Remembers a part that is there and can't be read. Returns undefined, to be returned in turn. */
  unreadable(part: string, detail: string): undefined {
    return this.#problem('malformed-record', part, detail);
  }

  /** A code was given with no words to it that could be shown. */
  wordless(part: string): undefined {
    return this.#problem('unknown-code', part, 'holds a code without words');
  }

  entry(content: Loose<ItemContents[Item]>, marks: readonly Mark[] = [], recordedAt?: Instant): Mapped<Item> {
    return {
      outcome: 'entry',
      entry: {
        id: this.#recordId,
        content: withoutUndefined<ItemContents[Item]>(content),
        marks,
        ...(recordedAt === undefined ? {} : { recordedAt }),
      },
      setAside: this.#problems.map((problem) => this.#setAside(problem, true)),
      unknownCodes: this.#unknownCodes,
    };
  }

  /** The entry can't be shown without this part: set aside for what is wrong with the part, or its absence. */
  missing(
    part: string,
    code: 'required-value-missing' | 'unknown-code' = 'required-value-missing',
  ): Mapped<Item> {
    const known = this.#problems.find((problem) => problem.part === part);
    return this.#whole(
      known ?? { code, part, detail: code === 'unknown-code' ? 'holds an unknown code' : 'is missing' },
    );
  }

  refused(code: SetAside['code'], detail: string): Mapped<Item> {
    return this.#whole({ code, part: 'record', detail });
  }

  #whole(problem: Problem): Mapped<Item> {
    return {
      outcome: 'set-aside',
      setAside: [this.#setAside(problem, false)],
      unknownCodes: this.#unknownCodes,
    };
  }

  #setAside({ code, part, detail }: Problem, entryShown: boolean): SetAside {
    return { code, recordId: this.#recordId, detail: `${this.item}: ${part} ${detail}`, entryShown };
  }

  #problem(code: SetAside['code'], part: string, detail: string): undefined {
    this.#problems.push({ code, part, detail });
    return undefined;
  }

  #dateWith<T>(
    value: unknown,
    part: string,
    read: (text: string) => { readonly value?: T | undefined; readonly problem?: string | undefined },
  ): T | undefined {
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value !== 'string') return this.#problem('malformed-record', part, 'is not a date');
    const { value: date, problem } = read(value);
    if (problem !== undefined) this.#problem('date-impossible', part, problem);
    return date;
  }
}

// Characters that draw nothing, or turn the direction of the text around them, can hide or forge what is shown.
const CONTROLS = /(?![\n\t])[\p{Cc}\u200b\u202a-\u202e\u2066-\u2069\ufeff]/gu;
/** Most text holds nothing but these, and there is nothing to look for in it. */
const PLAIN = /^[\n\t\x20-\x7e]*$/;

function withoutControls(text: string): string {
  return PLAIN.test(text) ? text : text.replace(CONTROLS, ' ').toWellFormed();
}

function short(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}
