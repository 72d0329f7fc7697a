import { Ids } from '@solway/fhir';
import { type Instant, parseChi } from '@solway/kernel';
import type { ItemType, ItemView, Summary } from '@solway/record';
import { type EntryResource, resourcesOf } from '../src/resources/convert.ts';
import { typesOf } from '../src/resources/kinds.ts';
import { entriesOf } from './scene.ts';
import { SAMPLES } from './samples.ts';

const ids = new Ids(Buffer.alloc(32, 7));
const person = { chi: parseChi('1407451243').chi };
const NAMING = {
  ids,
  clientId: 'an-app',
  patientId: ids.patientId('an-app', person),
  at: '2026-11-23T10:00:00.000Z' as Instant,
};
const OWNER: Summary['owner'] = { organisation: 'The other organisation', system: 'Mosaic' };

/** Every kind of resource that there is, of every item, full and sparse. */
export function everyResource(): readonly { readonly item: ItemType; readonly resource: EntryResource }[] {
  return (Object.keys(SAMPLES) as ItemType[]).flatMap((item) => {
    const outcome = {
      state: 'shown',
      entries: entriesOf(item),
      freshness: { kind: 'extract', asOf: NAMING.at },
      setAside: 0,
      truncated: false,
    };
    const view = { item, outcome } as ItemView;
    return typesOf(item).flatMap((type) =>
      resourcesOf(view, type, OWNER, NAMING).map((resource) => ({ item, resource })),
    );
  });
}
