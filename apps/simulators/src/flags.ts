import { parseArgs } from 'node:util';
import { SolwayError } from '@solway/kernel';

class FlagError extends SolwayError<'flag-missing' | 'flag-unknown' | 'flag-wrong'> {}

/** The flags of one command. Whatever is wrong names the flag. */
export class Flags {
  readonly #values: Readonly<Record<string, string | undefined>>;

  constructor(args: readonly string[], names: readonly string[]) {
    try {
      const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
      this.#values = parseArgs({ args: [...args], options, strict: true }).values;
    } catch (cause) {
      throw new FlagError(
        'flag-unknown',
        `${(cause as Error).message}; the flags are --${names.join(', --')}`,
        {
          cause,
        },
      );
    }
  }

  text(name: string): string | undefined {
    return this.#values[name];
  }

  needed(name: string): string {
    const value = this.#values[name];
    if (value === undefined) throw new FlagError('flag-missing', `--${name} is needed`);
    return value;
  }

  whole(name: string): number | undefined {
    const value = this.#values[name];
    if (value === undefined) return undefined;
    if (!/^\d{1,15}$/.test(value)) throw new FlagError('flag-wrong', `--${name} is to be a whole number`);
    return Number(value);
  }

  date(name: string): string | undefined {
    const value = this.#values[name];
    if (value !== undefined && Number.isNaN(Date.parse(`${value}T00:00:00Z`))) {
      throw new FlagError('flag-wrong', `--${name} is to be a date, YYYY-MM-DD`);
    }
    return value;
  }

  oneOf<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    const value = this.#values[name];
    const found = choices.find((one) => one === value);
    if (value !== undefined && found === undefined) {
      throw new FlagError('flag-wrong', `--${name} is to be one of ${choices.join(', ')}`);
    }
    return found;
  }
}
