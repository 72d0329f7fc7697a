import type { GlassEntry } from './model.ts';

/** What an entry is called on the page: its place in the tree, once it has one. */
export function entryName({ position }: GlassEntry): string {
  return position === undefined ? 'Entry not yet in the tree' : `Entry ${position}`;
}
