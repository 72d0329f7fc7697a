import { randomUUID } from 'node:crypto';
import { digest } from '@solway/agreement';
import { type ChiNumber, instantOf, type IsoDate, type MosaicPersonId } from '@solway/kernel';
import { openEntry } from '@solway/ledger';
import { COUNCIL_ITEMS, HEALTH_ITEMS } from '@solway/record';
import {
  type ChiPersonRow,
  type CouncilPersonRow,
  type Database,
  loadChiPeople,
  loadCouncilPeople,
  putAgreementInForce,
  recentEntries,
  replaceRestrictedAccess,
  replaceStaff,
  syncReviewCases,
} from '@solway/store';
import type { FastifyInstance } from 'fastify';
import { demonstration, HEALTH, Scene } from '../../../packages/disclosure/test/walk-fixture.ts';
import { demonstrationAgreement, readAgreementText } from '../src/agreement-in-force.ts';
import { HostRegister } from '../src/hosts.ts';
import { buildServer } from '../src/server.ts';
import { SignedHost } from './signed-host.ts';

const US = 'http://127.0.0.1:8080';
export const COUNCIL = 'dumfries-and-galloway-council';
const MOSAIC_URL = 'http://localhost:8082';
const ORION_URL = 'http://localhost:8081';

export const JEAN = '1407451243' as ChiNumber;
export const JOAN = '1407451999' as ChiNumber;

/** The server, both hosts, and a database with one person whose match is to be decided. */
export class StewardScene {
  readonly db: Database;
  readonly app: FastifyInstance;
  readonly mosaic: SignedHost;
  readonly orion: SignedHost;
  readonly scene: Scene;
  readonly us: string;
  /** Which decisions a second steward judges as well: none, until a test says otherwise. */
  readonly rule: { percent: number; protectionPercent: number };

  private constructor(
    db: Database,
    app: FastifyInstance,
    mosaic: SignedHost,
    orion: SignedHost,
    scene: Scene,
    us: string,
    rule: StewardScene['rule'],
  ) {
    this.db = db;
    this.app = app;
    this.mosaic = mosaic;
    this.orion = orion;
    this.scene = scene;
    this.us = us;
    this.rule = rule;
  }

  /** `at` where a browser is to reach it: by default nothing listens. */
  static async create(
    db: Database,
    at: { readonly us: string; readonly mosaic: string } = { us: US, mosaic: MOSAIC_URL },
  ): Promise<StewardScene> {
    const mosaic = await SignedHost.create('mosaic', COUNCIL, 'council', at.mosaic);
    const orion = await SignedHost.create('orion-portal', HEALTH, 'health', ORION_URL);
    const register = new HostRegister([mosaic.registration, orion.registration], at.us);
    const scene = new Scene(db, { council: COUNCIL_ITEMS, health: HEALTH_ITEMS });
    scene.nowMs = Date.now();
    const rule = { percent: 0, protectionPercent: 0 };
    const app = await buildServer({
      walk: { ...scene.walk, hosts: register.hosts, clock: () => instantOf(scene.nowMs++) },
      register,
      publicUrl: at.us,
      loading: { direct: true, granted: () => true },
      stewardship: { noticeHours: 72, secondOpinion: rule },
      frontPage: { doors: [], tryThese: [] },
      log: 'silent',
    });
    return new StewardScene(db, app, mosaic, orion, scene, at.us, rule);
  }

  /** Empties everything and puts in two people of the register, and staff of both organisations. */
  async begin(): Promise<void> {
    this.scene.nowMs = Date.now();
    Object.assign(this.rule, { percent: 0, protectionPercent: 0 });
    this.scene.agreement = demonstration();
    await this.db.query(
      'truncate link, view, launch, launch_assertion, ledger_entry, task, council_person, chi_person, staff, agreement, review_case, mosaic_load, incident, transfer_schedule cascade',
    );
    await loadChiPeople(this.db, [chiRow({}), chiRow({ chi: JOAN, forenames: ['Joan'] })], instantOf(0));
    const named = { team: null, training_completed: '2026-10-01' as IsoDate };
    const staff = (organisation: string, user_id: string, role: string, name: string) => ({
      ...named,
      organisation,
      user_id,
      role,
      name,
    });
    const today = '2026-11-23' as IsoDate;
    await replaceStaff(
      this.db,
      COUNCIL,
      [
        staff(COUNCIL, 'steward', 'data-steward', 'First Steward'),
        staff(COUNCIL, 'other-steward', 'data-steward', 'Second Steward'),
        staff(COUNCIL, 'third-steward', 'data-steward', 'Third Steward'),
        staff(COUNCIL, 'lead', 'governance-lead', 'Council Lead'),
        staff(COUNCIL, 'worker', 'social-worker', 'A Worker'),
      ],
      today,
    );
    await replaceStaff(
      this.db,
      HEALTH,
      [
        staff(HEALTH, 'nurse', 'community-nurse', 'A Nurse'),
        staff(HEALTH, 'second-nurse', 'community-nurse', 'Second Nurse'),
        staff(HEALTH, 'lead', 'governance-lead', 'Board Lead'),
        staff(HEALTH, 'board-steward', 'data-steward', 'Board Steward'),
      ],
      today,
    );
    await replaceRestrictedAccess(this.db, []);
    const text = demonstrationAgreement();
    const agreement = readAgreementText(text);
    await putAgreementInForce(this.db, {
      id: agreement.id,
      version: agreement.version,
      digest: digest(agreement),
      text,
      in_force_from: instantOf(0),
    });
  }

  async person(id: string, over: Partial<CouncilPersonRow> = {}): Promise<void> {
    await loadCouncilPeople(
      this.db,
      [councilRow({ person_id: id as MosaicPersonId, ...over })],
      instantOf(0),
    );
  }

  /** A pair as a run leaves it; its id. */
  async pair(
    person: string,
    chi: string,
    over: {
      readonly state?: string;
      readonly weight?: number;
      readonly because?: string;
      readonly at?: number;
    } = {},
  ): Promise<string> {
    const id = randomUUID();
    const { state = 'under-review', weight = 12, because = 'needs-human', at = 0 } = over;
    const fields = [
      { field: 'prior', level: 'any two people', weight: -17 },
      { field: 'birthDate', level: 'exact', weight: 14 },
    ];
    await this.db.query(
      `insert into link (id, person_id, chi, state, match_weight, explanation, made_by, changed_at)
       values ($1, $2, $3, $4, $5, $6, 'model:first:2026-11-23', $7)`,
      [id, person, chi, state, weight, JSON.stringify({ reason: because, fields }), instantOf(at)],
    );
    await syncReviewCases(this.db);
    return id;
  }

  async linkState(id: string): Promise<string | undefined> {
    const found = await this.db.query<{ state: string }>('select state from link where id = $1', [id]);
    return found.rows[0]?.state;
  }

  async kinds(): Promise<readonly string[]> {
    return (await this.entries()).map(({ entry }) => entry.kind);
  }

  /** Everything but how the agreement came into force. */
  async entries(): Promise<readonly ReturnType<typeof openEntry>[]> {
    const rows = await recentEntries(this.db, { limit: 1000 });
    return rows
      .map((row) => openEntry(row.leaf, row.opening))
      .filter(({ entry }) => entry.kind !== 'agreement-in-force')
      .reverse();
  }

  launch(host: SignedHost, user: { id: string; name: string; role: string }, over: object = {}) {
    return (async () =>
      this.app.inject({
        method: 'POST',
        url: '/launch',
        headers: {
          authorization: await host.assertion(this.us, {
            view: 'stewardship',
            subject: undefined,
            user,
            ...over,
          }),
        },
      }))();
  }

  /** Opens the worklist as this steward. */
  async open(id = 'steward', name = 'First Steward'): Promise<StewardPage> {
    const launched = await this.launch(this.mosaic, { id, name, role: 'data-steward' });
    if (launched.statusCode !== 201) throw new Error(launched.body);
    const { handle } = launched.json<{ handle: string }>();
    const page = await this.post('/view', { handle }, { origin: MOSAIC_URL });
    return new StewardPage(this, page.body, String(page.headers['set-cookie']).split(';')[0] ?? '');
  }

  /** The nurse sees somebody's summary: something that a wrong link exposes. */
  nurseLooks(chi: ChiNumber = JEAN): Promise<OpenedSummary> {
    return this.looks({ id: 'nurse', name: 'A Nurse', role: 'community-nurse' }, chi);
  }

  looks(user: { id: string; name: string; role: string }, chi: ChiNumber = JEAN): Promise<OpenedSummary> {
    return this.#summary(this.orion, ORION_URL, user, { chi, birthDate: '1945-07-14' });
  }

  looksInMosaic(): Promise<OpenedSummary> {
    const user = { id: 'worker', name: 'A Worker', role: 'social-worker' };
    return this.#summary(this.mosaic, MOSAIC_URL, user, { mosaicId: '501', birthDate: '1945-07-14' });
  }

  async #summary(
    host: SignedHost,
    origin: string,
    user: { id: string; name: string; role: string },
    subject: object,
  ): Promise<OpenedSummary> {
    const launched = await this.launch(host, user, { view: 'summary', subject });
    if (launched.statusCode !== 201) throw new Error(launched.body);
    const { handle } = launched.json<{ handle: string }>();
    const page = await this.post('/view', { handle }, { origin });
    return {
      body: page.body,
      cookie: String(page.headers['set-cookie']).split(';')[0] ?? '',
      view: field(page.body, 'view'),
    };
  }

  /** The nurse looks, and says that it is somebody else's record. */
  async nurseReports(): Promise<string> {
    const { cookie, view } = await this.nurseLooks();
    return (await this.post('/view/not-my-patient', { view, reason: 'somebody-else' }, { cookie })).body;
  }

  async post(url: string, form: Record<string, string>, headers: Record<string, string> = {}) {
    return this.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: this.us, ...headers },
      payload: new URLSearchParams(form).toString(),
    });
  }
}

export interface OpenedSummary {
  readonly body: string;
  readonly cookie: string;
  readonly view: string;
}

/** One steward's browser: what it shows, and its forms. */
export class StewardPage {
  readonly scene: StewardScene;
  readonly cookie: string;
  readonly view: string;
  body: string;
  status = 200;

  constructor(scene: StewardScene, body: string, cookie: string) {
    this.scene = scene;
    this.body = body;
    this.cookie = cookie;
    this.view = field(body, 'view');
  }

  async post(url: string, form: Record<string, string> = {}): Promise<this> {
    const answer = await this.scene.post(url, { view: this.view, ...form }, { cookie: this.cookie });
    this.body = answer.body;
    this.status = answer.statusCode;
    return this;
  }

  next(): Promise<this> {
    return this.post('/steward/open', { way: 'next' });
  }

  /** Decides about the person whose page is open. */
  decide(act: string, form: Record<string, string> = {}): Promise<this> {
    return this.post('/steward/decide', {
      case: field(this.body, 'case'),
      screen: field(this.body, 'screen'),
      act,
      ...form,
    });
  }

  get title(): string {
    return /<title>([^<]*)/.exec(this.body)?.[1] ?? '';
  }

  field(name: string): string {
    return field(this.body, name);
  }
}

function field(html: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
}

export function chiRow(over: Partial<ChiPersonRow>): ChiPersonRow {
  return {
    chi: JEAN,
    surname: 'Smith',
    forenames: ['Jean'],
    known_as: null,
    birth_surname: null,
    previous_surnames: [],
    mother_birth_surname: null,
    birth_date: '1945-07-14' as IsoDate,
    sex: 'female',
    death_date: null,
    address: '1 High Street, Dumfries',
    postcode: 'DG1 1AA',
    previous_postcodes: [],
    gp_practice: 'Nithbank',
    ...over,
  };
}

function councilRow(over: Partial<CouncilPersonRow>): CouncilPersonRow {
  return {
    person_id: '501' as MosaicPersonId,
    title: 'Mrs',
    forenames: 'Jean',
    surname: 'Smith',
    known_as: null,
    previous_surnames: [],
    birth_date: '1945-07-14' as IsoDate,
    sex: 'female',
    addresses: [{ address: '1 High Street', postcode: 'DG1 1AA', current: true }],
    telephones: [],
    context: 'adult',
    restricted: false,
    protection: false,
    chi_held: null,
    ...over,
  };
}
