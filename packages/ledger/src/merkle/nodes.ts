import { LedgerError } from '../error.ts';
import { Accumulator } from './accumulator.ts';
import type { Hash } from './hash.ts';

/** Gives the complete subtree at that place: leaf hashes are level 0. */
export type NodeReader = (level: number, index: number) => Hash;

/** Every node of a log held in memory, 64 bytes a leaf: for tests, small logs and a witness's own copy. */
export class MemoryNodes {
  readonly #levels: { bytes: Buffer; count: number }[] = [];
  readonly #accumulator = new Accumulator(undefined, (level, _index, hash) => this.#keep(level, hash));

  get size(): number {
    return this.#accumulator.size;
  }

  append(leaf: Hash): void {
    this.#accumulator.append(leaf);
  }

  root(): Hash {
    return this.#accumulator.root();
  }

  /** Throws node-missing. */
  readonly read: NodeReader = (level, index) => {
    const kept = this.#levels[level];
    if (!kept || index < 0 || index >= kept.count) {
      throw new LedgerError('node-missing', `there is no complete subtree ${index} at level ${level}`);
    }
    return kept.bytes.toString('hex', index * 32, index * 32 + 32);
  };

  #keep(level: number, hash: Hash): void {
    const kept = (this.#levels[level] ??= { bytes: Buffer.alloc(32 * 64), count: 0 });
    if (kept.bytes.length === kept.count * 32)
      kept.bytes = Buffer.concat([kept.bytes], kept.bytes.length * 2);
    kept.bytes.write(hash, kept.count * 32, 32, 'hex');
    kept.count += 1;
  }
}
