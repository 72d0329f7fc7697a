import { renderPanelPage, renderRefusedPage, renderSummaryPage, type SummaryActions } from '@solway/web';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from 'vitest';
import { ACTIONS, MOSAIC_COPY, shown } from '../packages/web/test/fixtures/shared.ts';
import { CHILD } from '../packages/web/test/fixtures/others.ts';
import { ADULT, ADULT_ITEMS } from '../packages/web/test/fixtures/social-work.ts';
import { launchBrowser } from './browser.ts';
import { servePages, type PageServer, type Reply } from './page-server.ts';

// The host is on localhost and the viewer on 127.0.0.1, so that the frame is cross-site as in real life.
const HOST_CSP = "default-src 'self' 'unsafe-inline'; frame-src *";

let browser: Browser;
let context: BrowserContext;
let page: Page;
let viewer: PageServer;
let host: PageServer;
let panelAnswer: () => Reply | undefined;

const answered = ADULT_ITEMS.filter(({ item }) => item === 'support-reason');
const access = shown('communication-access', MOSAIC_COPY, [{ need: 'Large print' }]);

beforeAll(async () => {
  browser = await launchBrowser();
  host = await servePages((_method, path) => {
    const target = new URLSearchParams(path.split('?')[1]).get('frame') ?? '';
    return {
      csp: HOST_CSP,
      html: `<!doctype html><title>Host</title><iframe name="solway-view" title="Social work" width="1010" height="700" src="${target}"></iframe><script>window.heard=[];addEventListener('message',(e)=>heard.push([e.origin,e.data.type,e.data.reason]))</script>`,
    };
  });
  viewer = await servePages((method, path) => {
    const actions: SummaryActions = { ...ACTIONS, hostOrigin: `http://localhost:${host.port}` };
    if (method === 'GET' && path === '/view') return { html: renderSummaryPage(ADULT, actions) };
    if (method === 'POST' && path === ACTIONS.tryAgainUrl) return panelAnswer();
    return { html: '' };
  });
});
afterAll(async () => {
  await browser.close();
  await viewer.close();
  await host.close();
});
beforeEach(async () => {
  viewer.posts.length = 0;
  panelAnswer = () => ({ html: renderPanelPage(ADULT, [access, ...answered], ACTIONS) });
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(5000);
  page = await context.newPage();
});
afterEach(() => context.close());

async function framed(hostName = 'localhost'): Promise<Frame> {
  await page.goto(`http://${hostName}:${host.port}/?frame=${encodeURIComponent(`${viewer.url}/view`)}`);
  const frame = page.frame('solway-view');
  if (frame === null) throw new Error('no frame');
  await frame.waitForSelector('.banner');
  await frame.waitForLoadState('load');
  return frame;
}

const heard = () => page.evaluate(() => (window as unknown as { heard: string[][] }).heard);
/** The host's page posts a message into its frame. */
const ask = (message: unknown) =>
  page.evaluate(
    ({ data, target }) => {
      const frame = document.querySelector('iframe');
      frame?.contentWindow?.postMessage(data, target);
    },
    { data: message, target: viewer.url },
  );

describe('host and viewer', () => {
  test('the viewer says that it is ready, to the exact origin it was opened for', async () => {
    await framed();
    await expect.poll(heard).toEqual([[viewer.url, 'solway:ready', undefined]]);
  });

  test('a page of another origin that frames it hears nothing and can’t clear it', async () => {
    const frame = await framed('127.0.0.1');
    await ask({ type: 'solway:clear' });
    await frame.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
    expect(await heard()).toEqual([]);
    expect(await frame.locator('.banner').count()).toBe(1);
    expect(viewer.posts).toEqual([]);
  });

  test('the host moving on blanks the page at once, closes the view and is told', async () => {
    const frame = await framed();
    await ask({ type: 'solway:clear' });
    await frame.waitForSelector('h1:has-text("This view is closed")');
    const left = await frame.content();
    expect(left).not.toMatch(/SMITH|140745|Visit in pairs/);
    expect(await frame.title()).toBe('Closed');
    await expect.poll(() => viewer.posts).toEqual([`${ACTIONS.closeUrl} view=${ACTIONS.viewId}&reason=host`]);
    await expect.poll(heard).toContainEqual([viewer.url, 'solway:closed', 'host']);
  });

  test('another frame of the host’s page can’t clear it: only the page that holds it can', async () => {
    const frame = await framed();
    await page.evaluate((target) => {
      const sibling = document.body.appendChild(document.createElement('iframe'));
      const script = document.createElement('script');
      script.textContent = `parent.frames['solway-view'].postMessage({ type: 'solway:clear' }, '${target}')`;
      sibling.contentDocument?.body.append(script);
    }, viewer.url);
    await frame.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
    expect(await frame.locator('.banner').count()).toBe(1);
  });

  test('other messages are not obeyed', async () => {
    const frame = await framed();
    for (const message of ['solway:clear', null, 7, { type: 'solway:closed' }, { other: 'solway:clear' }])
      await ask(message);
    await frame.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
    expect(await frame.locator('.banner').count()).toBe(1);
  });
});

describe('idleness', () => {
  const minutes = (n: number) => n * 60_000;

  test('warns a minute before, and any key keeps the page open', async () => {
    await page.clock.install();
    await page.goto(`${viewer.url}/view`);
    await page.clock.runFor(minutes(9) + 1000);
    expect(await page.locator('#idle').innerText()).toContain('closes in one minute');
    await page.keyboard.press('Shift');
    expect(await page.locator('#idle').innerText()).toBe('');
    await page.clock.runFor(minutes(8));
    expect(await page.locator('.banner').count()).toBe(1);
  });

  test('ends the view when nobody answers the warning', async () => {
    await page.clock.install();
    await page.goto(`${viewer.url}/view`);
    await page.clock.runFor(minutes(10) + 1000);
    expect(await page.locator('h1').innerText()).toBe('This view is closed');
    expect(await page.content()).not.toContain('SMITH');
    await expect.poll(() => viewer.posts).toEqual([`${ACTIONS.closeUrl} view=${ACTIONS.viewId}&reason=idle`]);
  });
});

test('a page that the browser keeps for its back button is blank before it is kept, and ends if it comes back', async () => {
  await page.goto(`${viewer.url}/view`);
  const happens = (type: string) =>
    page.evaluate((name) => window.dispatchEvent(new PageTransitionEvent(name, { persisted: true })), type);
  await happens('pagehide');
  expect(await page.content()).not.toContain('SMITH');
  expect(viewer.posts).toEqual([]);
  await happens('pageshow');
  await expect.poll(() => viewer.posts).toEqual([`${ACTIONS.closeUrl} view=${ACTIONS.viewId}&reason=left`]);
});

describe('“try again”', () => {
  test('swaps that panel and its tile in place, keeps the focus and says what came of it', async () => {
    await page.goto(`${viewer.url}/view`);
    await page.evaluate(() => document.querySelector('#panel-care')?.setAttribute('data-mark', 'untouched'));
    await page.getByRole('button', { name: 'Try again: Communication and access' }).click();
    await page.waitForSelector('#panel-access:has-text("Large print")');
    expect(viewer.posts).toEqual([`${ACTIONS.tryAgainUrl} view=${ACTIONS.viewId}&panel=access`]);
    expect(await page.locator('#panel-care').getAttribute('data-mark')).toBe('untouched');
    expect(await page.locator('#said').innerText()).toBe('Communication and access: now shown');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('title-access');
  });

  test('that fails again keeps the button and the focus on it', async () => {
    panelAnswer = () => ({
      html: renderPanelPage(
        ADULT,
        ADULT_ITEMS.filter(({ item }) => item === 'communication-access'),
        ACTIONS,
      ),
    });
    await page.goto(`${viewer.url}/view`);
    await page.getByRole('button', { name: 'Try again: Communication and access' }).click();
    await expect
      .poll(() => page.locator('#said').innerText())
      .toBe('Communication and access: still unavailable');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Try again');
  });

  test('that is refused puts the refusal in place of the whole page', async () => {
    panelAnswer = () => ({
      html: renderRefusedPage({ code: 'view-expired', sentence: 'The view is over.' }),
    });
    await page.goto(`${viewer.url}/view`);
    await page.getByRole('button', { name: 'Try again: Communication and access' }).click();
    await page.waitForSelector('text=The view is over.');
    expect(await page.content()).not.toContain('SMITH');
  });

  test('that answers about somebody else is never shown, and ends the view', async () => {
    panelAnswer = () => ({ html: renderPanelPage(CHILD, [access], ACTIONS) });
    await page.goto(`${viewer.url}/view`);
    await page.getByRole('button', { name: 'Try again: Communication and access' }).click();
    await page.waitForSelector('h1:has-text("This view is closed")');
    expect(await page.content()).not.toMatch(/SMITH|KOWALSKA/);
    await expect.poll(() => viewer.posts.at(-1)).toContain('reason=somebody-else');
  });

  test('works with no script at all, and leads back to the whole summary', async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false });
    plain.setDefaultTimeout(5000);
    const bare = await plain.newPage();
    await bare.goto(`${viewer.url}/view`);
    await bare.getByRole('button', { name: 'Try again: Communication and access' }).click();
    expect(await bare.locator('#panel-access').innerText()).toContain('Large print');
    expect(await bare.locator('.panel').count()).toBe(1);
    await bare.getByRole('button', { name: 'Show the whole summary again' }).click();
    expect(viewer.posts.at(-1)).toContain('panel=all');
    await plain.close();
  });
});
