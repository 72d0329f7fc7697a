import type { Random } from './random.ts';

/** Takes an exact number of a stream of known length, one by one, the likelier ones more often. */
export class Quota {
  #wanted: number;
  #toCome: number;
  #weight = 0;
  #seen = 0;

  constructor(wanted: number, outOf: number) {
    this.#wanted = wanted;
    this.#toCome = outOf;
  }

  get isMet(): boolean {
    return this.#wanted <= 0;
  }

  /** `weight` is how much likelier than another this one is; the average over the stream need not be known. */
  take(weight: number, random: Random): boolean {
    this.#weight += weight;
    this.#seen += 1;
    const relative = (weight * this.#seen) / this.#weight;
    const taken = this.#wanted >= this.#toCome || random.chance((this.#wanted / this.#toCome) * relative);
    this.#toCome -= 1;
    if (!taken || this.#wanted <= 0) return false;
    this.#wanted -= 1;
    return true;
  }

  takeOne(): void {
    this.#wanted -= 1;
    this.#toCome -= 1;
  }

  /** One of the stream goes by unasked. */
  pass(): void {
    this.#toCome -= 1;
  }

  /** Gives one of the wanted to another use; false where none is left to give. */
  giveUpOne(): boolean {
    if (this.#wanted <= 0) return false;
    this.takeOne();
    return true;
  }
}
