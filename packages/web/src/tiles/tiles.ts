import type { ItemType, ItemView } from '@solway/record';
import type { PageContext } from '../page/context.ts';
import { healthTiles } from './health.ts';
import { socialWorkTiles } from './social-work.ts';
import type { Tile } from './tile.tsx';

export function tilesFor(views: ReadonlyMap<ItemType, ItemView>, context: PageContext): readonly Tile[] {
  switch (context.summary.direction) {
    case 'council-to-health':
      return socialWorkTiles(views, context);
    case 'health-to-council':
      return healthTiles(views);
  }
}
