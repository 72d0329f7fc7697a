import { COUNCIL_ITEMS, HEALTH_ITEMS } from '@solway/record';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { HEALTH, linkAs, Scene, seedPeople } from '../../../packages/disclosure/test/walk-fixture.ts';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { HostRegister } from '../src/hosts.ts';
import { buildServer, type ServerParts } from '../src/server.ts';
import { SignedHost } from './signed-host.ts';

export const US = 'http://127.0.0.1:8080';
const PORTAL = 'http://localhost:8081';
const MOSAIC_PAGE = 'http://localhost:8082';
export const COUNCIL = 'dumfries-and-galloway-council';

export const WORKER = { id: 'worker', name: 'A Worker', role: 'social-worker' };
/** What to claim to look behind the glass. */
export const LEAD = {
  view: 'governance',
  subject: undefined,
  user: { id: 'lead', name: 'A Lead', role: 'governance-lead' },
} as const;

export interface Page {
  readonly page: LightMyRequestResponse;
  readonly cookie: string;
  readonly view: string;
}

/** The whole server on a database of its own, with both hosts registered and scripted sources. */
export class TwoHosts {
  readonly fresh: FreshDatabase;
  readonly orion: SignedHost;
  readonly mosaic: SignedHost;
  app!: FastifyInstance;
  scene!: Scene;

  private constructor(fresh: FreshDatabase, orion: SignedHost, mosaic: SignedHost) {
    this.fresh = fresh;
    this.orion = orion;
    this.mosaic = mosaic;
  }

  static async begin(): Promise<TwoHosts> {
    return new TwoHosts(
      await freshDatabase(),
      await SignedHost.create('orion-portal', HEALTH, 'health', PORTAL),
      await SignedHost.create('mosaic', COUNCIL, 'council', MOSAIC_PAGE),
    );
  }

  /** One person on both sides, linked; nothing else has happened yet. */
  async reset(over: Partial<ServerParts> = {}): Promise<void> {
    const { db } = this.fresh;
    await seedPeople(db);
    await linkAs(db, 'in-force');
    await db.query(
      `insert into staff (user_id, organisation, role, name, training_completed) values
         ('council-lead', $1, 'governance-lead', 'N', '2026-10-01'), ('second-nurse', $2, 'community-nurse', 'N', '2026-10-01')`,
      [COUNCIL, HEALTH],
    );
    this.scene = new Scene(db, { council: COUNCIL_ITEMS, health: HEALTH_ITEMS });
    await this.serve(over);
  }

  /** The server anew, with other parts, on what has happened so far. */
  async serve(over: Partial<ServerParts> = {}): Promise<void> {
    const { scene } = this;
    const register = new HostRegister([this.orion.registration, this.mosaic.registration], US);
    const clock = (): never => new Date().toISOString() as never;
    const walk = { ...scene.walk, agreement: () => scene.agreement, hosts: register.hosts, clock };
    const frontPage = { doors: [], tryThese: [] };
    this.app = await buildServer({ walk, register, publicUrl: US, frontPage, log: 'silent', ...over });
  }

  async launch(
    over: Record<string, unknown> = {},
    host: SignedHost = this.orion,
  ): Promise<LightMyRequestResponse> {
    return this.app.inject({
      method: 'POST',
      url: '/launch',
      headers: { authorization: await host.assertion(US, over) },
    });
  }

  post(
    url: string,
    form: Record<string, string> | string,
    headers: Record<string, string> = {},
  ): Promise<LightMyRequestResponse> {
    return this.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: PORTAL, ...headers },
      payload: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
    });
  }

  async open(over: Record<string, unknown> = {}, browser?: string): Promise<Page> {
    return this.#opened(await this.launch(over), PORTAL, browser);
  }

  async openInMosaic(over: Record<string, unknown> = {}, browser?: string): Promise<Page> {
    return this.#opened(await this.launch({ user: WORKER, ...over }, this.mosaic), MOSAIC_PAGE, browser);
  }

  async #opened(launched: LightMyRequestResponse, origin: string, browser?: string): Promise<Page> {
    const { handle } = launched.json<{ handle: string }>();
    const page = await this.post(
      '/view',
      { handle },
      { origin, ...(browser === undefined ? {} : { cookie: browser }) },
    );
    const cookie = String(page.headers['set-cookie']).split(';')[0] ?? '';
    const view = /name="view" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
    return { page, cookie, view };
  }

  /** An action on a page, from our own page in the same browser. */
  act(
    url: string,
    { view, cookie }: Page,
    form: Record<string, string> = {},
  ): Promise<LightMyRequestResponse> {
    return this.post(url, { view, ...form }, { origin: US, cookie });
  }

  async end(): Promise<void> {
    await this.fresh.drop();
  }
}
