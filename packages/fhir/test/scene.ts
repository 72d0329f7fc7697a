import { createHash, randomBytes } from 'node:crypto';
import {
  heldRegister,
  Ids,
  PageTokens,
  type Caller,
  type FhirRequest,
  type FhirService,
  handle,
} from '@solway/fhir';
import type { UserId } from '@solway/kernel';
import { COUNCIL_ITEMS, HEALTH_ITEMS, type ItemType, type RecordEntry } from '@solway/record';
import { type Database, type SmartTokenRow, storeToken } from '@solway/store';
import { HEALTH, linkAs, Scene, seedPeople, CHI, PERSON } from '../../disclosure/test/walk-fixture.ts';
import { SAMPLES } from './samples.ts';

export const BASE = 'http://127.0.0.1:8080/fhir/R4';
const NURSE_APP = 'nurse-app';
const WORKER_APP = 'worker-app';
const COUNCIL = 'dumfries-and-galloway-council';

/** One person on both sides, linked, with sample entries of every item; an app of either side may ask of them. */
export class FhirScene {
  readonly scene: Scene;
  readonly service: FhirService;

  private constructor(scene: Scene) {
    this.scene = scene;
    const master = Buffer.alloc(32, 7);
    const hosts = new Map(scene.walk.hosts);
    hosts.set(NURSE_APP, { clientId: NURSE_APP, organisation: HEALTH, side: 'health', origins: [] });
    hosts.set(WORKER_APP, { clientId: WORKER_APP, organisation: COUNCIL, side: 'council', origins: [] });
    this.service = {
      walk: { ...scene.walk, hosts, agreement: () => scene.agreement },
      base: BASE,
      ids: new Ids(master),
      pages: new PageTokens(master),
      register: heldRegister(scene.walk.db, () => scene.nowMs),
    };
  }

  static async begin(db: Database): Promise<FhirScene> {
    await seedPeople(db);
    await db.query('truncate smart_token');
    await linkAs(db, 'in-force');
    const scene = new Scene(db, { council: COUNCIL_ITEMS, health: HEALTH_ITEMS });
    const made = new FhirScene(scene);
    for (const item of [...COUNCIL_ITEMS, ...HEALTH_ITEMS]) made.record(item);
    return made;
  }

  /** The source of this item's side answers with the samples, or with these. */
  record(item: ItemType, entries: readonly RecordEntry[] = entriesOf(item), over: object = {}): void {
    const source = (COUNCIL_ITEMS as readonly string[]).includes(item) ? this.scene.mosaic : this.scene.orion;
    source.answers.set(item, () => Promise.resolve(source.answered(entries, over)));
  }

  /** A caller with a token that is really stored. */
  async caller(
    side: 'health' | 'council',
    over: Partial<SmartTokenRow> & Pick<Partial<Caller>, 'may'> = {},
  ): Promise<Caller> {
    const { may = () => true, ...row } = over;
    const health = side === 'health';
    const token: SmartTokenRow = {
      token_hash: createHash('sha256').update(randomBytes(32)).digest(),
      client_id: health ? NURSE_APP : WORKER_APP,
      organisation: health ? HEALTH : COUNCIL,
      user_id: (health ? 'nurse' : 'worker') as UserId,
      user_name: health ? 'A Nurse' : 'A Worker',
      role: health ? 'community-nurse' : 'social-worker',
      purpose: 'direct-care',
      relationship: 'caseload',
      stated_purpose: null,
      scopes: 'user/*.rs',
      chi: null,
      person_id: null,
      app_context: null,
      host_session: randomBytes(8).toString('hex'),
      issued_at: this.scene.walk.clock(),
      expires_at: new Date(this.scene.nowMs + 3_600_000).toISOString() as SmartTokenRow['expires_at'],
      ...row,
    };
    await storeToken(this.scene.walk.db, token);
    return { token, side, may, traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` };
  }

  /** The id under which this caller names the one person. */
  patientId({ token, side }: Caller): string {
    return this.service.ids.patientId(
      token.client_id,
      side === 'health' ? { chi: CHI } : { personId: PERSON },
    );
  }

  /** `Flag?patient=…`, `Patient/…/$summary`: what follows the base address, asked with GET. */
  get(caller: Caller, address: string, over: Partial<FhirRequest> = {}) {
    const [path = '', query = ''] = address.split('?', 2);
    return handle(this.service, caller, {
      method: 'GET',
      path: path.split('/').filter(Boolean),
      parameters: [...new URLSearchParams(query)],
      strict: false,
      ...over,
    });
  }
}

export function entriesOf(item: ItemType): readonly RecordEntry[] {
  return SAMPLES[item].map((content, at) => ({ id: `${item}/${at}`, content, marks: [] }));
}
