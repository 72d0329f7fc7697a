/**
 * A stream of random numbers that depends only on the seed and on what it is for: the same on every machine and in
 * any order of asking. The generator is sfc32 (small fast counter, 32 bits), seeded through a murmur-style mixer.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: number, purpose: string, ...indices: readonly (number | string)[]) {
    let state = mix(seed ^ 0x9e3779b9, Math.floor(seed / 0x1_0000_0000));
    state = mixText(state, purpose);
    for (const index of indices) {
      if (typeof index === 'string') state = mixText(state, index);
      else state = mix(mix(state, index), Math.floor(index / 0x1_0000_0000));
    }
    this.#a = mix(state, 1);
    this.#b = mix(state, 2);
    this.#c = mix(state, 3);
    for (let i = 0; i < 8; i += 1) this.#word();
  }

  /** At least 0, less than 1. */
  next(): number {
    return this.#word() / 0x1_0000_0000;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  pick<T>(list: readonly T[]): T {
    const chosen = list[Math.floor(this.next() * list.length)];
    if (chosen === undefined) throw new RangeError('nothing to pick from');
    return chosen;
  }

  /** Early members of the list come more often, late ones seldom: the shape of a list of names by rank. */
  pickRanked<T>(list: readonly T[]): T {
    const chosen = list[Math.floor(this.next() ** 2 * list.length)];
    if (chosen === undefined) throw new RangeError('nothing to pick from');
    return chosen;
  }

  #word(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return sum >>> 0;
  }
}

function mix(state: number, value: number): number {
  let k = Math.imul(value | 0, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  let h = (state | 0) ^ k;
  h = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function mixText(state: number, text: string): number {
  let h = state;
  for (let i = 0; i < text.length; i += 1) h = mix(h, text.charCodeAt(i));
  return h;
}
