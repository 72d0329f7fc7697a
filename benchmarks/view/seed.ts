import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { instantOf, type IsoDate, type UserId } from '@solway/kernel';
import { type Database, loadChiPeople, loadCouncilPeople, replaceStaff, storeLaunch } from '@solway/store';
import { demonstrationAgreement, signForDemonstration } from 'solway';
import { spread } from './load.ts';
import { PEOPLE } from './people.ts';

export const ORIGIN = 'http://localhost:8082';
const ORGANISATION = 'dumfries-and-galloway-council';
const STAFF = { user_id: 'worker', organisation: ORGANISATION, role: 'social-worker', name: 'W', team: null };

/** People known to both sides, each linked; one user with training; the demonstration agreement in force. */
export async function seed(db: Database, birthDate: IsoDate): Promise<void> {
  const at = instantOf(Date.now());
  const today = at.slice(0, 10) as IsoDate;
  const names = { known_as: null, previous_surnames: [], sex: null, birth_date: birthDate };
  const register = { birth_surname: null, mother_birth_surname: null, death_date: null, gp_practice: null };
  const living = { ...register, address: null, postcode: null, previous_postcodes: [] };
  const file = {
    addresses: [],
    telephones: [],
    context: 'adult',
    restricted: false,
    protection: false,
  } as const;
  await loadChiPeople(
    db,
    PEOPLE.map(({ chi }) => ({ ...names, ...living, chi, surname: 'S', forenames: ['F'] })),
    at,
  );
  await loadCouncilPeople(
    db,
    PEOPLE.map(({ personId }) => ({
      ...names,
      ...file,
      person_id: personId,
      title: null,
      forenames: 'F',
      surname: 'S',
      chi_held: null,
    })),
    at,
  );
  await db.query(
    `insert into link (id, person_id, chi, state, match_weight, explanation, made_by, changed_at)
     select gen_random_uuid(), person_id, chi, 'in-force', 20, '{}', 'bench', now()
     from unnest($1::text[], $2::text[]) as pair (person_id, chi)`,
    [PEOPLE.map((one) => one.personId), PEOPLE.map((one) => one.chi)],
  );
  await replaceStaff(db, ORGANISATION, [{ ...STAFF, training_completed: today }], today);
  const key = generateKeyPairSync('ed25519').privateKey;
  await signForDemonstration(db, { text: demonstrationAgreement(), at, key });
  await db.query('analyze');
}

/** Launches, each about the next person, as the host's back channel would have left them. */
export class Launches {
  readonly #db: Database;
  readonly #birthDate: IsoDate;
  #made = 0;

  constructor(db: Database, birthDate: IsoDate) {
    this.#db = db;
    this.#birthDate = birthDate;
  }

  make(count: number): Promise<string[]> {
    return spread(Array.from({ length: count }), 8, () => this.#make());
  }

  async #make(): Promise<string> {
    const handle = randomBytes(32).toString('base64url');
    const nowMs = Date.now();
    const { personId } = PEOPLE[this.#made++ % PEOPLE.length] ?? PEOPLE[0]!;
    const launch = {
      handle_hash: createHash('sha256').update(handle).digest(),
      client_id: 'mosaic',
      organisation: ORGANISATION,
      origin: ORIGIN,
      host_session: randomBytes(8).toString('hex'),
      kind: 'summary' as const,
      user_id: STAFF.user_id as UserId,
      user_name: STAFF.name,
      role: STAFF.role,
      purpose: 'direct-care',
      relationship: 'allocated',
      stated_purpose: null,
      chi: null,
      person_id: personId,
      birth_date: this.#birthDate,
      app_context: null,
      correlation_id: 'bench',
      created_at: instantOf(nowMs),
      expires_at: instantOf(nowMs + 600_000),
    };
    await storeLaunch(this.#db, launch, { jti: handle, expiresAt: instantOf(nowMs + 60_000) });
    return handle;
  }
}
