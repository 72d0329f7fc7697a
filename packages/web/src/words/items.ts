import { ITEM_NAMES, type ItemType } from '@solway/record';

export { ITEM_NAMES };

/** "Allergies" inside a sentence becomes "allergies"; "GP practice" and "Mental Health Act…" stay as they are. */
export function itemNameInSentence(item: ItemType): string {
  const name = ITEM_NAMES[item];
  return KEEPS_CAPITAL.has(item) ? name : name.charAt(0).toLowerCase() + name.slice(1);
}

const KEEPS_CAPITAL: ReadonlySet<ItemType> = new Set([
  'mental-health-measures',
  'gp-practice',
  'key-information',
]);
