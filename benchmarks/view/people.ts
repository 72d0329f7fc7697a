import type { ChiNumber, MosaicPersonId } from '@solway/kernel';

/** So many that no view finds the person of the last few seconds again: each pays for its own lookup. */
export const PEOPLE = 6000;

/** The people of the benchmark, from 0. Nothing checks these CHI numbers: no host names a person by one. */
export function personOf(index: number): { readonly personId: MosaicPersonId; readonly chi: ChiNumber } {
  const personId = String(1 + (index % PEOPLE)) as MosaicPersonId;
  return { personId, chi: chiOf(personId) };
}

export function chiOf(personId: string): ChiNumber {
  return `01${personId.padStart(8, '0')}` as ChiNumber;
}
