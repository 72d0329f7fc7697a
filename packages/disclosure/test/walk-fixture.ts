import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { compile, digest, parseAgreement } from '@solway/agreement';
import {
  type AgreementInForce,
  DEFAULT_LIMITS,
  type Host,
  requestLaunch,
  type Walk,
} from '@solway/disclosure';
import { type ChiNumber, instantOf, type IsoDate, type MosaicPersonId } from '@solway/kernel';
import { openEntry } from '@solway/ledger';
import type { ItemType, Mark, RecordEntry } from '@solway/record';
import type { Source, SourceAnswer, SourceRequest } from '@solway/sources';
import {
  type CouncilPersonRow,
  type Database,
  loadChiPeople,
  loadCouncilPeople,
  putAgreementInForce,
  recentEntries,
  replaceRestrictedAccess,
  replaceStaff,
} from '@solway/store';

export const CHI = '1407451243' as ChiNumber;
export const PERSON = '501' as MosaicPersonId;
const BORN = '1945-07-14' as IsoDate;
const COUNCIL = 'dumfries-and-galloway-council';
export const HEALTH = 'nhs-dumfries-and-galloway';

export const ORION: Host = {
  clientId: 'orion-portal',
  organisation: HEALTH,
  side: 'health',
  origins: ['http://localhost:8081'],
};
export const MOSAIC: Host = {
  clientId: 'mosaic',
  organisation: COUNCIL,
  side: 'council',
  origins: ['http://localhost:8082'],
};

/** A source that answers from memory, and can be told to misbehave. */
export class ScriptedSource implements Source {
  readonly name: string;
  readonly items: ReadonlySet<ItemType>;
  readonly asked: { readonly item: ItemType; readonly personId: string }[] = [];
  /** What to answer for an item; the default is nothing recorded. */
  answers = new Map<ItemType, (request: SourceRequest) => Promise<SourceAnswer>>();
  personMarks: readonly Mark[] = [];

  constructor(name: string, items: readonly ItemType[]) {
    this.name = name;
    this.items = new Set(items);
  }

  async fetch<Item extends ItemType>(item: Item, request: SourceRequest): Promise<SourceAnswer<Item>> {
    this.asked.push({ item, personId: request.personId });
    const scripted = this.answers.get(item);
    return (scripted === undefined ? this.answered([]) : await scripted(request)) as SourceAnswer<Item>;
  }

  answered(
    entries: readonly RecordEntry[],
    over: Partial<Extract<SourceAnswer, { state: 'answered' }>> = {},
  ): SourceAnswer {
    return {
      state: 'answered',
      entries,
      freshness: { kind: 'live', asOf: instantOf(Date.UTC(2026, 10, 23, 10)) },
      setAside: [],
      unknownCodes: [],
      truncated: false,
      personMarks: this.personMarks,
      ...over,
    };
  }

  isReachable(): Promise<boolean> {
    return Promise.resolve(true);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function demonstrationText(): string {
  return readFileSync(new URL('../../agreement/agreements/demonstration.yaml', import.meta.url), 'utf8');
}

export function demonstration(change: (text: string) => string = (text) => text): AgreementInForce {
  const parsed = parseAgreement(change(demonstrationText()));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return { compiled: compile(parsed.agreement), digest: digest(parsed.agreement) };
}

export class Scene {
  readonly mosaic: ScriptedSource;
  readonly orion: ScriptedSource;
  nowMs = Date.UTC(2026, 10, 23, 10, 0, 0);
  agreement: AgreementInForce | undefined = demonstration();
  walk: Walk;

  constructor(
    db: Database,
    items: { readonly council: readonly ItemType[]; readonly health: readonly ItemType[] },
  ) {
    this.mosaic = new ScriptedSource('Mosaic', items.council);
    this.orion = new ScriptedSource('Orion', items.health);
    const contact = { label: 'Duty team', phone: '01387 555 0100' };
    this.walk = {
      db,
      // Each reading is a millisecond on, so that entries stand in the order in which they were made.
      clock: () => instantOf(this.nowMs++),
      agreement: () => this.agreement,
      sources: { 'council-to-health': this.mosaic, 'health-to-council': this.orion },
      owners: {
        'council-to-health': { party: COUNCIL, organisation: 'The council', system: 'Mosaic', contact },
        'health-to-council': { party: HEALTH, organisation: 'The board', system: 'Orion', contact },
      },
      hosts: new Map([ORION, MOSAIC].map((host) => [host.clientId, host])),
      limits: { ...DEFAULT_LIMITS, sourceDeadlineMs: 60 },
    };
  }

  claims(over: Record<string, unknown> = {}): Record<string, unknown> {
    const iat = Math.floor(this.nowMs / 1000);
    return {
      iss: 'orion-portal',
      jti: randomUUID(),
      iat,
      exp: iat + 60,
      user: { id: 'nurse', name: 'A Nurse', role: 'community-nurse' },
      subject: { chi: CHI, birthDate: BORN },
      purpose: 'direct-care',
      relationship: 'caseload',
      origin: 'http://localhost:8081',
      hostSession: randomUUID(),
      ...over,
    };
  }

  mosaicClaims(over: Record<string, unknown> = {}): Record<string, unknown> {
    return this.claims({
      iss: 'mosaic',
      user: { id: 'worker', name: 'A Worker', role: 'social-worker' },
      subject: { mosaicId: PERSON, birthDate: BORN },
      origin: 'http://localhost:8082',
      ...over,
    });
  }

  async handle(over: Record<string, unknown> = {}): Promise<string> {
    return (await requestLaunch(this.walk, ORION, this.claims(over))).handle;
  }

  async ledger(): Promise<readonly ReturnType<typeof openEntry>[]> {
    const rows = await recentEntries(this.walk.db, { limit: 1000 });
    return rows.map((row) => openEntry(row.leaf, row.opening));
  }
}

export async function seedPeople(db: Database, over: Partial<CouncilPersonRow> = {}): Promise<void> {
  const at = instantOf(0);
  await db.query(
    'truncate link, view, launch, launch_assertion, ledger_entry, task, council_person, chi_person, staff, agreement cascade',
  );
  const { compiled, digest: agreed } = demonstration();
  await putAgreementInForce(db, {
    id: compiled.id,
    version: compiled.version,
    digest: agreed,
    text: demonstrationText(),
    in_force_from: at,
  });
  await loadChiPeople(
    db,
    [
      {
        chi: CHI,
        surname: 'Smith',
        forenames: ['Jean'],
        known_as: null,
        birth_surname: null,
        previous_surnames: [],
        mother_birth_surname: null,
        birth_date: BORN,
        sex: 'female',
        death_date: null,
        address: null,
        postcode: null,
        previous_postcodes: [],
        gp_practice: null,
      },
    ],
    at,
  );
  await loadCouncilPeople(
    db,
    [
      {
        person_id: PERSON,
        title: 'Mrs',
        forenames: 'Jean',
        surname: 'Smith',
        known_as: null,
        previous_surnames: [],
        birth_date: BORN,
        sex: 'female',
        addresses: [],
        telephones: [],
        context: 'adult',
        restricted: false,
        protection: false,
        chi_held: null,
        ...over,
      },
    ],
    at,
  );
  await replaceRestrictedAccess(db, []);
  const trained = { name: 'N', team: null, training_completed: '2026-10-01' as IsoDate };
  const today = '2026-11-23' as IsoDate;
  await replaceStaff(
    db,
    HEALTH,
    [
      { ...trained, organisation: HEALTH, user_id: 'nurse', role: 'community-nurse' },
      { ...trained, organisation: HEALTH, user_id: 'clerk', role: 'health-admin' },
      { ...trained, organisation: HEALTH, user_id: 'lead', role: 'governance-lead' },
    ],
    today,
  );
  await replaceStaff(
    db,
    COUNCIL,
    [{ ...trained, organisation: COUNCIL, user_id: 'worker', role: 'social-worker' }],
    today,
  );
}

export async function linkAs(db: Database, state: string, person: string = PERSON): Promise<void> {
  await db.query(
    `insert into link (id, person_id, chi, state, match_weight, explanation, made_by, changed_at)
     values (gen_random_uuid(), $1, $2, $3, 20, '{}', 'test', now())
     on conflict (person_id, chi) do update set state = excluded.state`,
    [person, CHI, state],
  );
}
