import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PAGE_NAMES, PAGES } from '../packages/web/test/fixtures/pages.ts';
import { launchBrowser } from './browser.ts';
import { servePages, type PageServer } from './page-server.ts';

const SIZES = [
  { name: 'phone', width: 390, height: 844 },
  { name: 'frame', width: 1010, height: 760 },
  { name: 'desktop', width: 1280, height: 900 },
] as const;
const NARROWEST_PX = 320;
const AXE_OPTIONS: axe.RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: { 'target-size': { enabled: true } },
  resultTypes: ['violations'],
};

let browser: Browser;
let server: PageServer;
beforeAll(async () => {
  server = await servePages((_method, path) => {
    const name = PAGE_NAMES.find((one) => path === `/${one}`);
    return name === undefined ? undefined : { html: PAGES[name]() };
  });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

async function opened(name: string, width: number, height: number): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height } });
  await page.goto(`${server.url}/${name}`);
  return page;
}

const scrollsSideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

/** What axe finds, shortened to what a person needs to mend it. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  // Only what is wrong crosses from the browser: the list of what is right is long.
  const found = await page.evaluate<axe.Result[]>(
    `axe.run(document, ${JSON.stringify(AXE_OPTIONS)}).then((results) => results.violations)`,
  );
  return found.flatMap((one) =>
    one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`),
  );
}

describe.each(PAGE_NAMES)('%s', (name) => {
  test('has no accessibility violation, shift or sideways scroll on a phone, in a frame and on a desktop', async () => {
    const { width, height } = SIZES[0];
    const page = await opened(name, width, height);
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await page.goto(`${server.url}/${name}`);
      expect({
        at: size.name,
        violations: await violations(page),
        sideways: await scrollsSideways(page),
        shift: await layoutShift(page),
      }).toEqual({ at: size.name, violations: [], sideways: false, shift: 0 });
    }
    await page.setViewportSize({ width: NARROWEST_PX, height: 640 });
    for (const details of await page.locator('summary').all()) await details.click();
    expect(await scrollsSideways(page)).toBe(false);
    expect(await violations(page)).toEqual([]);
    await page.close();
  });
});

function layoutShift(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let total = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) total += (entry as unknown as { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(total)));
      }),
  );
}

describe('the banner', () => {
  test.each(SIZES)('never leaves on a $name, and stays small', async ({ name, width, height }) => {
    const page = await opened('social-work', width, height);
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    const box = await page.locator('.banner').boundingBox();
    expect(await page.evaluate(() => window.scrollY)).toBeGreaterThan(0);
    expect(box?.y).toBe(0);
    expect(box?.width).toBe(width);
    expect(box?.height).toBeLessThanOrEqual(name === 'phone' ? 64 : 48);
    await page.close();
  });

  test('of somebody who has died has another colour, a pattern and a word', async () => {
    const page = await opened('deceased', 1010, 760);
    const style = await page
      .locator('.banner')
      .evaluate((element) => getComputedStyle(element).backgroundImage);
    expect(style).toContain('gradient');
    expect(await page.locator('.banner').innerText()).toContain('Deceased');
    await page.close();
  });
});

describe('a keyboard alone', () => {
  test('reaches everything in reading order, always sees where it is, and is never under the banner', async () => {
    const page = await opened('social-work', 1010, 760);
    const stops: string[] = [];
    for (let i = 0; i < 60; i += 1) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return undefined;
        const box = element.getBoundingClientRect();
        const under = document.querySelector('.banner')?.getBoundingClientRect().bottom ?? 0;
        const style = getComputedStyle(element);
        return {
          text: (element.textContent ?? '').replaceAll(/\s+/g, ' ').trim(),
          seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
          clear: element.classList.contains('skip') || box.top >= under - 1,
          inView: box.bottom <= window.innerHeight + 1,
        };
      });
      if (stop === undefined) break;
      expect(stop).toEqual({ text: stop.text, seen: true, clear: true, inView: true });
      stops.push(stop.text);
    }
    expect(stops[0]).toBe('Skip to the summary');
    expect(stops[1]).toBe('This is not my patient');
    expect(stops).toContain('Try again');
    expect(stops.at(-1)).toBe('Close this view');
    await page.close();
  });

  test('says “not my patient” in two steps: open, then choose and send', async () => {
    const page = await opened('social-work', 390, 844);
    await page.locator('details.wrong summary').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/not-my-patient');
    expect(server.posts.at(-1)).toBe('/view/not-my-patient view=kq3vX0bqRr6mJm1aYw2fZQ&reason=somebody-else');
    await page.close();
  });

  test('skips to the summary', async () => {
    const page = await opened('social-work', 1010, 760);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    await page.close();
  });
});

test('a phone reads tables as short lists that are still tables', async () => {
  const page = await opened('social-work', 390, 844);
  const row = page.getByRole('table', { name: 'Care packages' }).getByRole('row').nth(1);
  expect(await row.evaluate((element) => getComputedStyle(element).display)).toBe('block');
  expect(await row.getByRole('cell').count()).toBe(3);
  await page.close();
});

test('with forced colours the states keep an edge and the week keeps its figures', async () => {
  const page = await browser.newPage({ viewport: { width: 1010, height: 760 }, forcedColors: 'active' });
  await page.goto(`${server.url}/social-work`);
  expect(await violations(page)).toEqual([]);
  expect(
    await page
      .locator('.week i.two')
      .first()
      .evaluate((one) => getComputedStyle(one).borderTopWidth),
  ).toBe('3px');
  await page.close();
});
