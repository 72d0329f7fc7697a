import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { instantOf, type IsoDate, londonTime } from '@solway/kernel';
import { COUNCIL_ITEMS, HEALTH_ITEMS } from '@solway/record';
import { type Database, replaceStaff } from '@solway/store';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { CHI, HEALTH, linkAs, Scene, seedPeople } from '../../../packages/disclosure/test/walk-fixture.ts';
import { AgreementWatch, demonstrationAgreement } from '../src/agreement-in-force.ts';
import { signForDemonstration } from '../src/demo/sign-agreement.ts';
import { HostRegister } from '../src/hosts.ts';
import { buildServer } from '../src/server.ts';
import { SignedHost } from './signed-host.ts';

export const US = 'http://127.0.0.1:8080';
export const PORTAL = 'http://localhost:8081';
const MOSAIC_PAGE = 'http://localhost:8082';
export const COUNCIL = 'dumfries-and-galloway-council';

const OFFICES: readonly (readonly [string, string])[] = [
  [COUNCIL, 'governance-lead'],
  [COUNCIL, 'data-protection-officer'],
  [COUNCIL, 'chief-social-work-officer'],
  [COUNCIL, 'senior-information-risk-owner'],
  [HEALTH, 'governance-lead'],
  [HEALTH, 'data-protection-officer'],
  [HEALTH, 'caldicott-guardian'],
  [HEALTH, 'senior-information-risk-owner'],
];

export interface Session {
  readonly cookie: string;
  readonly view: string;
  readonly first: LightMyRequestResponse;
}

/** The whole server with level 2 signed and in force, and every officer of both parties in the directories. */
export class GovernanceScene {
  readonly db: Database;
  readonly key: KeyObject;
  readonly app: FastifyInstance;
  readonly watch: AgreementWatch;
  readonly scene: Scene;
  readonly hosts: Readonly<Record<string, SignedHost>>;

  private constructor(
    parts: Omit<GovernanceScene, 'launch' | 'open' | 'act' | 'versionId' | 'end' | 'practitioner'>,
  ) {
    this.db = parts.db;
    this.key = parts.key;
    this.app = parts.app;
    this.watch = parts.watch;
    this.scene = parts.scene;
    this.hosts = parts.hosts;
  }

  static async begin(
    db: Database,
    at: { readonly us: string; readonly orion: string; readonly mosaic: string } = {
      us: US,
      orion: PORTAL,
      mosaic: MOSAIC_PAGE,
    },
  ): Promise<GovernanceScene> {
    const key = generateKeyPairSync('ed25519').privateKey;
    await seedPeople(db);
    await linkAs(db, 'in-force');
    await db.query('truncate agreement_version, agreement, ledger_entry cascade');
    await seedStaff(db);
    await signForDemonstration(db, {
      text: demonstrationAgreement(),
      at: instantOf(Date.now() - 3_600_000),
      key,
      // Whoever wrote level 2 is not whom the tests sign in.
      holder: (party, role) => ({ id: `${party}-${role}-2`, name: `Second ${role.replaceAll('-', ' ')}` }),
    });
    const orion = await SignedHost.create('orion-portal', HEALTH, 'health', at.orion);
    const mosaic = await SignedHost.create('mosaic', COUNCIL, 'council', at.mosaic);
    const register = new HostRegister([orion.registration, mosaic.registration], at.us);
    const scene = new Scene(db, { council: COUNCIL_ITEMS, health: HEALTH_ITEMS });
    const clock = () => instantOf(Date.now());
    const watch = new AgreementWatch(db, clock);
    await watch.refresh();
    watch.watch(5000, () => undefined);
    const app = await buildServer({
      walk: { ...scene.walk, hosts: register.hosts, clock, agreement: watch.current },
      register,
      publicUrl: at.us,
      signingKey: key,
      agreementChanged: () => watch.refresh(),
      frontPage: { doors: [], tryThese: [] },
      log: 'silent',
    });
    return new GovernanceScene({ db, key, app, watch, scene, hosts: { [HEALTH]: orion, [COUNCIL]: mosaic } });
  }

  /** A handle for an officer's pages, as their own host asks for it. */
  launch(party: string, role: string, over: Record<string, unknown> = {}): Promise<LightMyRequestResponse> {
    return this.#launch(party, {
      view: 'governance',
      subject: undefined,
      user: { id: `${party}-${role}-1`, name: nameOf(role), role },
      ...over,
    });
  }

  /** A handle for a nurse's page about the one person. */
  practitioner(): Promise<LightMyRequestResponse> {
    return this.#launch(HEALTH, {
      subject: { chi: CHI, birthDate: '1945-07-14' },
      user: { id: 'doctor', name: 'A Doctor', role: 'hospital-doctor' },
    });
  }

  async #launch(party: string, over: Record<string, unknown>): Promise<LightMyRequestResponse> {
    const host = this.hosts[party];
    if (host === undefined) throw new Error(`no host of ${party}`);
    const register = host.registration;
    const audience = this.app.server.listening
      ? `http://127.0.0.1:${(this.app.server.address() as { port: number }).port}`
      : US;
    const authorization = await host.assertion(audience, { origin: register.origins[0], ...over });
    return this.app.inject({ method: 'POST', url: '/launch', headers: { authorization } });
  }

  async open(party: string, role: string): Promise<Session> {
    const launched = await this.launch(party, role);
    const { handle } = launched.json<{ handle: string }>();
    const first = await this.app.inject({
      method: 'POST',
      url: '/view',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: this.hosts[party]?.registration.origins[0] ?? '',
      },
      payload: new URLSearchParams({ handle }).toString(),
    });
    const cookie = String(first.headers['set-cookie']).split(';')[0] ?? '';
    const view = /name="view" value="([^"]+)"/.exec(first.body)?.[1] ?? '';
    return { cookie, view, first };
  }

  act(
    { cookie, view }: Pick<Session, 'cookie' | 'view'>,
    url: string,
    form: Readonly<Record<string, string | readonly string[]>> = {},
  ): Promise<LightMyRequestResponse> {
    const payload = new URLSearchParams({ view });
    for (const [name, value] of Object.entries(form))
      for (const one of [value].flat()) payload.append(name, one);
    return this.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: US, cookie },
      payload: payload.toString(),
    });
  }

  /** The id of the version of this number that was changed last. */
  async versionId(version: string): Promise<string> {
    const found = await this.db.query<{ version_id: string }>(
      'select version_id from agreement_version where version = $1 order by created_at desc limit 1',
      [version],
    );
    return found.rows[0]?.version_id ?? '';
  }

  end(): Promise<void> {
    this.watch.stop();
    return this.app.close();
  }
}

function nameOf(role: string): string {
  return `First ${role.replaceAll('-', ' ')}`;
}

async function seedStaff(db: Database): Promise<void> {
  const today = londonTime(instantOf(Date.now())).date;
  for (const party of [COUNCIL, HEALTH]) {
    const rows = OFFICES.filter(([one]) => one === party).flatMap(([, role]) =>
      [1, 2].map((number) => ({
        user_id: `${party}-${role}-${number}`,
        organisation: party,
        role,
        name: number === 1 ? nameOf(role) : `Second ${role.replaceAll('-', ' ')}`,
        team: null,
        training_completed: '2026-10-01' as IsoDate,
      })),
    );
    const staff = (user_id: string, role: string, name: string) => ({
      user_id,
      organisation: party,
      role,
      name,
      team: null,
      training_completed: today,
    });
    const practitioners =
      party === HEALTH
        ? [staff('doctor', 'hospital-doctor', 'A Doctor'), staff('nurse', 'community-nurse', 'A Nurse')]
        : [staff('worker', 'social-worker', 'A Worker')];
    await replaceStaff(db, party, [...rows, ...practitioners], today);
  }
}
