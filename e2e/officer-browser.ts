import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { instantOf } from '@solway/kernel';
import { COUNCIL_ITEMS, HEALTH_ITEMS } from '@solway/record';
import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { HEALTH, linkAs, Scene, seedPeople } from '../packages/disclosure/test/walk-fixture.ts';
import { HostRegister } from '../apps/solway/src/hosts.ts';
import { buildServer } from '../apps/solway/src/server.ts';
import { SignedHost } from '../apps/solway/test/signed-host.ts';
import { type FreshDatabase, freshDatabase } from '../packages/store/test/fresh-database.ts';
import { launchBrowser } from './browser.ts';
import { type PageServer, servePages } from './page-server.ts';

const AXE_OPTIONS: axe.RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: { 'target-size': { enabled: true } },
  resultTypes: ['violations'],
};
const SIZES = [
  { width: 390, height: 844 },
  { width: 1010, height: 800 },
  { width: 1280, height: 900 },
  { width: 320, height: 640 },
];

/** The whole server on a real database, and a governance lead in a browser who has come in from the portal. */
export class OfficerBrowser {
  readonly fresh: FreshDatabase;
  readonly browser: Browser;
  readonly scene: Scene;
  readonly us: string;
  readonly #app: Awaited<ReturnType<typeof buildServer>>;
  readonly #orion: SignedHost;
  readonly #host: PageServer;
  readonly #handle: { now: string };
  #context: BrowserContext | undefined;
  page!: Page;

  private constructor(parts: {
    fresh: FreshDatabase;
    browser: Browser;
    scene: Scene;
    us: string;
    app: Awaited<ReturnType<typeof buildServer>>;
    orion: SignedHost;
    host: PageServer;
    handle: { now: string };
  }) {
    this.fresh = parts.fresh;
    this.browser = parts.browser;
    this.scene = parts.scene;
    this.us = parts.us;
    this.#app = parts.app;
    this.#orion = parts.orion;
    this.#host = parts.host;
    this.#handle = parts.handle;
  }

  static async begin(): Promise<OfficerBrowser> {
    const fresh = await freshDatabase();
    await seedPeople(fresh.db);
    await linkAs(fresh.db, 'in-force');
    const us = `http://127.0.0.1:${await freePort()}`;
    const handle = { now: '' };
    const host = await servePages(() => ({
      csp: `default-src 'none'; form-action ${us}`,
      html: `<!doctype html><title>Orion</title><form method="post" action="${us}/view"><input type="hidden" name="handle" value="${handle.now}"><button>Open</button></form>`,
    }));
    const orion = await SignedHost.create('orion-portal', HEALTH, 'health', `http://localhost:${host.port}`);
    const register = new HostRegister([orion.registration], us);
    const scene = new Scene(fresh.db, { council: COUNCIL_ITEMS, health: HEALTH_ITEMS });
    const app = await buildServer({
      walk: {
        ...scene.walk,
        hosts: register.hosts,
        agreement: () => scene.agreement,
        clock: () => instantOf(Date.now()),
      },
      register,
      publicUrl: us,
      frontPage: { doors: [], tryThese: [] },
      log: 'silent',
    });
    await app.listen({ port: Number(new URL(us).port), host: '127.0.0.1' });
    const browser = await launchBrowser();
    return new OfficerBrowser({ fresh, browser, scene, us, app, orion, host, handle });
  }

  /** A practitioner looks at the one person there is; then again with other claims. */
  async look(over: Record<string, unknown> = {}): Promise<void> {
    await this.#launch(over);
    const response = await fetch(`${this.us}/view`, {
      method: 'POST',
      headers: {
        origin: `http://localhost:${this.#host.port}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ handle: this.#handle.now }).toString(),
    });
    if (response.status !== 200) throw new Error(`the look was answered with ${response.status}`);
  }

  async #launch(over: Record<string, unknown>): Promise<void> {
    const answer = await this.#app.inject({
      method: 'POST',
      url: '/launch',
      headers: { authorization: await this.#orion.assertion(this.us, over) },
    });
    this.#handle.now = answer.json<{ handle: string }>().handle;
  }

  /** Comes in as a governance lead, in a new browser window. */
  async signIn(options: { readonly javaScriptEnabled?: boolean } = {}): Promise<void> {
    await this.#context?.close();
    await this.#launch({
      view: 'governance',
      subject: undefined,
      user: { id: 'lead', name: 'A Lead', role: 'governance-lead' },
    });
    this.#context = await this.browser.newContext({ viewport: SIZES[2]!, acceptDownloads: true, ...options });
    this.#context.setDefaultTimeout(5000);
    this.page = await this.#context.newPage();
    await this.page.goto(`http://localhost:${this.#host.port}/`);
    await this.press('Open');
    await this.page.waitForSelector('body.governance');
  }

  /** Presses a button and waits for the page that follows. */
  async press(name: string | RegExp): Promise<void> {
    await Promise.all([
      this.page.waitForEvent('load'),
      this.page
        .getByRole('button', { name, exact: typeof name === 'string' })
        .first()
        .click(),
    ]);
  }

  heading(): Promise<string> {
    return this.page.locator('h1').first().innerText();
  }

  /** Accessibility faults and sideways scroll at every width; with a picture of each where a folder is named. */
  async faults(name: string): Promise<readonly string[]> {
    const faults: string[] = [];
    for (const size of SIZES) {
      await this.page.setViewportSize(size);
      faults.push(...(await this.#faults()).map((fault) => `${name} at ${size.width}: ${fault}`));
      const folder = process.env['OFFICER_SCREENSHOTS'];
      if (folder !== undefined)
        await this.page.screenshot({ path: `${folder}/${name}-${size.width}.png`, fullPage: true });
    }
    await this.page.setViewportSize(SIZES[2]!);
    return faults;
  }

  async #faults(): Promise<readonly string[]> {
    await this.page.evaluate(axe.source);
    const found = await this.page.evaluate<axe.Result[]>(
      `axe.run(document, ${JSON.stringify(AXE_OPTIONS)}).then((results) => results.violations)`,
    );
    const sideways = await this.page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    return [
      ...found.flatMap((one) =>
        one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`),
      ),
      ...(sideways ? ['scrolls sideways'] : []),
    ];
  }

  async end(): Promise<void> {
    await this.browser.close();
    await this.#app.close();
    await this.#host.close();
    await this.fresh.drop();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
