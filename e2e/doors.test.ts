import AxeBuilder from 'axe-core';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from './browser.ts';
import { type Demonstration, startDemonstration } from './demonstration.ts';

// The whole product as a newcomer meets it: the real server, the real stand-ins, a real browser.

interface PersonToTry {
  readonly kind: string;
  readonly person: { readonly id: string; readonly name?: string };
}

let demonstration: Demonstration;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  [demonstration, browser] = await Promise.all([startDemonstration(1500), launchBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await demonstration?.stop();
  demonstration?.dispose();
}, 60_000);
beforeEach(async () => {
  await openBrowser();
});
afterEach(async () => {
  await setFault('none');
  await context.close();
});

/** `audit`: with our own content security policy left out, so that axe can be put into the page. */
async function openBrowser(audit = false): Promise<void> {
  context = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: audit });
  page = await context.newPage();
}

async function setFault(mode: string, latencyMs = 0): Promise<void> {
  const body = JSON.stringify({ target: 'database', mode, latencyMs });
  await fetch(`${demonstration.mosaic}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
}

/** Goes through a door: signs in and comes to the list of people to try. */
async function enter(base: string, role: string): Promise<void> {
  await page.goto(`${base}/sign-in?as=${role}&next=/`);
}

/** Opens each person in turn until the embedded page says what is looked for. */
async function openUntil(base: string, says: RegExp): Promise<Frame> {
  await page.goto(base);
  const links = await page
    .locator('main a[href^="/people/"]')
    .evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  for (const href of links) {
    await page.goto(`${base}${href}`);
    const frame = await viewer();
    if (frame !== undefined && says.test(await frame.locator('body').innerText())) return frame;
  }
  throw new Error(`none of ${links.length} people's pages says ${says}`);
}

async function viewer(): Promise<Frame | undefined> {
  const frame = page.frame({ name: 'solway-view' });
  await frame
    ?.locator('main')
    .first()
    .waitFor({ timeout: 10_000 })
    .catch(() => undefined);
  return frame ?? undefined;
}

async function violations(on: Frame | Page): Promise<unknown> {
  await on.addScriptTag({ content: AxeBuilder.source });
  return on.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: unknown[] }[] }> };
    };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const { violations: found } = await axe.run({ runOnly: { type: 'tag', values: tags } });
    return found.map(({ id, nodes }) => `${id} × ${nodes.length}`);
  });
}

describe('the first page', () => {
  it('offers three doors, each of which opens', async () => {
    await page.goto(demonstration.solway);
    const doors = await page
      .locator('main ol a')
      .evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href));
    expect(doors).toHaveLength(3);
    for (const door of doors) expect((await page.goto(door))?.status()).toBe(200);
  });
});

describe('a community nurse in the health portal', () => {
  it('sees the social work summary inside the portal, from a frame of another site', async () => {
    await enter(demonstration.orion, 'community-nurse');
    const opened = page.waitForResponse((one) => one.url() === `${demonstration.solway}/view`);
    await openUntil(demonstration.orion, /Care in place/);
    const headers = await (await opened).allHeaders();
    expect(headers['set-cookie']).toContain('Partitioned');
    expect(headers['content-security-policy']).toContain(`frame-ancestors ${demonstration.orion}`);
    const text = await (await viewer())!.locator('body').innerText();
    expect(text).toMatch(/Mosaic copy as of \d\d:\d\d/);
    expect(text).toContain('community nurse');
    expect(text).toContain('version 2.0');
  });

  it('sees one panel fail and the rest stand when Mosaic hangs, and gets it by trying again', async () => {
    await enter(demonstration.orion, 'community-nurse');
    await openUntil(demonstration.orion, /Care in place/);
    await setFault('hang');
    await page.reload();
    const dead = (await viewer())!;
    await dead.getByText('This does not mean there is nothing recorded').first().waitFor({ timeout: 10_000 });
    await setFault('none');
    await expect
      .poll(
        async () => {
          await dead.getByRole('button', { name: /try/i }).first().click();
          await page.waitForTimeout(300);
          return dead.locator('body').innerText();
        },
        { timeout: 20_000 },
      )
      .toMatch(/Mosaic copy as of/);
  });

  it('"this is not my patient" stops the link for both sides and leaves a task behind the glass', async () => {
    await enter(demonstration.orion, 'community-nurse');
    const frame = await openUntil(demonstration.orion, /Care in place/);
    await frame.getByText('This is not my patient').click();
    await frame.getByLabel('somebody else').check();
    await frame.getByRole('button', { name: 'Close and report' }).click();
    await frame.getByText('the link is stopped').first().waitFor();
    await page.reload();
    expect(await (await viewer())!.locator('body').innerText()).toMatch(/does not mean/);
    await page.goto(`${demonstration.orion}/sign-in?as=governance-lead&next=/governance`);
    const glass = await openGlass();
    expect(await glass.locator('body').innerText()).toMatch(/this is not my patient/i);
  });

  it('leaves nothing on the page when the portal moves on', async () => {
    await enter(demonstration.orion, 'community-nurse');
    const frame = await openUntil(demonstration.orion, /Care in place/);
    await page.evaluate(() => {
      const inner = document.querySelector<HTMLIFrameElement>('iframe')!;
      inner.contentWindow!.postMessage({ type: 'solway:clear' }, '*');
    });
    await frame.getByText('This view is closed').waitFor();
    expect(await frame.locator('body').innerText()).not.toMatch(/CHI|Care in place/);
  });
});

describe('a social worker in Mosaic', () => {
  it('sees the NHS summary inside Mosaic, live, with the extract’s own time', async () => {
    await enter(demonstration.mosaic, 'social-worker');
    const frame = await openUntil(demonstration.mosaic, /Live from Orion \d\d:\d\d/);
    expect(await frame.locator('body').innerText()).toMatch(/Allergies/);
  });

  it('is told no match for a restricted person, exactly as for a person not matched', async () => {
    await enter(demonstration.mosaic, 'social-worker');
    const people = (await (
      await fetch(`${demonstration.mosaic}/people-to-try.json`)
    ).json()) as readonly PersonToTry[];
    expect(people.map((one) => one.kind)).toContain('restricted');
    const frame = await openUntil(demonstration.mosaic, /No match, or match under review/);
    expect(await frame.locator('body').innerText()).toMatch(/does not mean/);
  });
});

describe('a nurse in an emergency', () => {
  const WORDS = 'Found collapsed, and alone in the house';

  it('gives a reason before anything is shown, and the governance lead reviews it', async () => {
    await enter(demonstration.orion, 'community-nurse');
    await openUntil(demonstration.orion, /Care in place/);
    await page.goto(`${page.url().split('?')[0]}?relationship=none&stated=`);
    const frame = (await viewer())!;
    await frame.getByText('Nothing is open to you here').waitFor();
    await frame.getByRole('button', { name: 'Emergency access' }).click();
    await frame.getByLabel('Somebody may come to serious harm').check();
    await frame.getByLabel('What is happening?').fill(WORDS);
    await frame.getByRole('button', { name: /Open for 30 minutes/ }).click();
    await frame.getByText('Emergency access, until').waitFor();
    expect(await frame.locator('body').innerText()).toContain('Care in place');
    await page.goto(`${demonstration.orion}/sign-in?as=governance-lead&next=/governance`);
    const glass = await openGlass();
    await glass.getByText('Emergency access was used').first().waitFor();
    await glass.getByRole('button', { name: 'Emergency access' }).click();
    await glass.getByText(WORDS).waitFor();
    await glass.getByLabel('Justified', { exact: true }).first().check();
    await glass.getByLabel('Why').first().fill('Attended by ambulance');
    await glass.getByRole('button', { name: 'Record the review' }).first().click();
    await glass.getByText('The review is recorded').waitFor();
  });

  it('is told the same of a person who is matched and of one who is not, until a reason is given', async () => {
    await enter(demonstration.orion, 'community-nurse');
    const words = async (says: RegExp): Promise<string> => {
      await openUntil(demonstration.orion, says);
      await page.goto(`${page.url().split('?')[0]}?relationship=none&stated=`);
      return (await viewer())!.locator('main').innerText();
    };
    expect(await words(/No match, or match under review/)).toBe(await words(/Care in place/));
  });
});

describe('behind the glass', () => {
  it('shows the governance lead what was just disclosed, under which clause, and what was refused', async () => {
    await enter(demonstration.orion, 'community-nurse');
    await openUntil(demonstration.orion, /Care in place/);
    await page.goto(`${demonstration.orion}/sign-in?as=governance-lead&next=/governance`);
    const glass = await openGlass();
    const text = await glass.locator('body').innerText();
    expect(text).toMatch(/community nurse/i);
    expect(text).toMatch(/C\d/);
    expect(text).toMatch(/Not shared/i);
  });
});

describe('for everybody', () => {
  beforeEach(async () => {
    await context.close();
    await openBrowser(true);
  });

  it.each([390, 1010, 1280])('both embedded pages pass axe at %i pixels', async (width) => {
    await page.setViewportSize({ width, height: 900 });
    for (const [base, role, says] of [
      [demonstration.orion, 'community-nurse', /Care in place/],
      [demonstration.mosaic, 'social-worker', /Live from Orion/],
    ] as const) {
      await enter(base, role);
      const frame = await openUntil(base, says);
      expect(await violations(frame)).toEqual([]);
      const overflow = await frame.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
      await context.clearCookies();
    }
  });

  it('behind the glass passes axe', async () => {
    await enter(demonstration.orion, 'community-nurse');
    await openUntil(demonstration.orion, /Care in place/);
    await page.goto(`${demonstration.orion}/sign-in?as=governance-lead&next=/governance`);
    expect(await violations(await openGlass())).toEqual([]);
  });
});

async function openGlass(): Promise<Page> {
  const [opened] = await Promise.all([
    context.waitForEvent('page', { timeout: 5000 }).catch(() => page),
    page.getByRole('button', { name: /governance view/i }).click(),
  ]);
  await opened.locator('main').first().waitFor();
  return opened;
}
