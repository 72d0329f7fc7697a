/** Sets that only ever grow together (union by size, paths halved). */
export class DisjointSets {
  readonly #parent: Int32Array;
  readonly #size: Int32Array;

  constructor(count: number) {
    this.#parent = new Int32Array(count);
    for (let i = 0; i < count; i += 1) this.#parent[i] = i;
    this.#size = new Int32Array(count).fill(1);
  }

  find(member: number): number {
    const parent = this.#parent;
    let at = member;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  }

  union(a: number, b: number): void {
    const [one, two] = [this.find(a), this.find(b)];
    if (one === two) return;
    const [large, small] = this.#size[one]! >= this.#size[two]! ? [one, two] : [two, one];
    this.#parent[small] = large;
    this.#size[large]! += this.#size[small]!;
  }
}

/** The component of each row, named by any one of its rows. */
export function connectedComponents(
  rows: number,
  left: ArrayLike<number>,
  right: ArrayLike<number>,
): Int32Array {
  const sets = new DisjointSets(rows);
  for (let i = 0; i < left.length; i += 1) sets.union(left[i]!, right[i]!);
  const components = new Int32Array(rows);
  for (let row = 0; row < rows; row += 1) components[row] = sets.find(row);
  return components;
}
