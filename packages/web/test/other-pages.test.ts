import {
  panelById,
  PANELS,
  renderNotMyPatientDone,
  renderPanelPage,
  renderSummaryPage,
  WRONG_PERSON_REASONS,
} from '@solway/web';
import { COUNCIL_ITEMS, HEALTH_ITEMS } from '@solway/record';
import { describe, expect, test } from 'vitest';
import { PAGES } from './fixtures/pages.ts';
import { HEALTH } from './fixtures/health.ts';
import { ACTIONS } from './fixtures/shared.ts';
import { ADULT, ADULT_ITEMS } from './fixtures/social-work.ts';
import { bannerText, bodyText, tileText } from './page-text.ts';

describe('the panels', () => {
  test('hold every item of both directions exactly once', () => {
    expect(PANELS['council-to-health'].flatMap(({ items }) => items).sort()).toEqual(
      [...COUNCIL_ITEMS].sort(),
    );
    expect(PANELS['health-to-council'].flatMap(({ items }) => items).sort()).toEqual(
      [...HEALTH_ITEMS].sort(),
    );
  });

  test('are found by the id that a form sends, and nothing else is', () => {
    expect(panelById('access')?.items).toEqual(['communication-access', 'support-reason']);
    expect(panelById('__proto__')).toBeUndefined();
    expect(panelById('all')).toBeUndefined();
  });
});

describe('one panel tried again', () => {
  const items = ADULT_ITEMS.filter(({ item }) => panelById('alerts')?.items.includes(item));
  const html = renderPanelPage(ADULT, items, ACTIONS);

  test('has the same banner as the whole page, only that panel, and its tile', () => {
    expect(bannerText(html)).toBe(bannerText(PAGES['social-work']()));
    expect(html.match(/<section class="panel"/g)).toHaveLength(1);
    expect(html).toContain('id="panel-alerts"');
    expect(html).toContain('id="tile-alerts"');
  });

  test.each([
    ['social work', ADULT],
    ['health', HEALTH],
  ] as const)(
    'gives each panel and its tile as the whole page does, so that they can be swapped in: %s',
    (_, summary) => {
      if (summary.body.state !== 'matched') throw new Error('the fixture is matched');
      const whole = renderSummaryPage(summary, ACTIONS);
      for (const { id, items: mine } of PANELS[summary.direction]) {
        const only = renderPanelPage(
          summary,
          summary.body.items.filter(({ item }) => mine.includes(item)),
          ACTIONS,
        );
        expect(tileText(only, id)).toBe(tileText(whole, id));
        expect(only).toContain(`id="panel-${id}"`);
      }
    },
  );

  test('offers the whole summary again', () => {
    expect(html).toContain('name="panel" value="all"');
    expect(bodyText(html)).toContain('Show the whole summary again');
  });
});

describe('“this is not my patient”', () => {
  test.each([
    'social-work',
    'health',
    'social-work-not-matched',
    'health-not-matched',
    'panel',
    'child',
  ] as const)('is on %s, asks why and is confirmed without a script', (name) => {
    const html = PAGES[name]();
    const form = /<details class="wrong">[^]*?<\/details>/.exec(html)?.[0] ?? '';
    expect(form).toContain(`action="${ACTIONS.notMyPatientUrl}"`);
    expect(form).toContain(`name="view" value="${ACTIONS.viewId}"`);
    for (const [value] of WRONG_PERSON_REASONS) expect(form).toContain(`value="${value}"`);
    expect(form).toMatch(/type="radio"[^>]*required/);
  });

  test('afterwards says what happened without naming anybody', () => {
    const html = renderNotMyPatientDone({
      stopped: true,
      direction: ADULT.direction,
      contact: ADULT.contact,
      taskReference: 'T-9',
    });
    expect(bodyText(html)).toContain('reference T-9');
    expect(html).not.toMatch(/SMITH|140745/);
  });
});

describe('behind the glass', () => {
  test('lists who, role, organisation, about whom, why and what came of it', () => {
    const text = bodyText(PAGES['glass']());
    for (const words of [
      'Rhona McKie',
      'community nurse',
      'NHS Dumfries and Galloway',
      '140745 1243',
      'direct care',
    ])
      expect(text).toContain(words);
    expect(text).toContain('11 shown');
    expect(text).toContain('7 not shared');
    expect(text).toContain('Sealed');
    expect(text).toContain('Nobody matched');
  });

  test('lists refused launches and the tasks that were raised', () => {
    const text = bodyText(PAGES['glass']());
    expect(text).toContain('handle-used');
    expect(text).toContain('origin-wrong');
    expect(text).toContain('T-0031');
  });

  test('tells the whole story of one entry: clause, version, gates, source, time and leaf', () => {
    const text = bodyText(PAGES['glass-story']());
    for (const words of [
      'C2H-8',
      'version 2.3',
      'role-not-named',
      'level-above-agreement',
      'training-lapsed',
      'never fetched',
    ])
      expect(text).toContain(words);
    expect(text).toContain('copy as of 06:00, 23-Nov-2026');
    expect(text).toContain('9d41e07c6b52fa8830cc17e5a9b04f62d8e3317745c1a0be92f6dd8841b7c350');
  });

  test('explains the link comparison by comparison, with the running total in words as well as bars', () => {
    const text = bodyText(PAGES['glass-story']());
    expect(text).toMatch(/Date of birth the same \+14\.6/);
    expect(text).toMatch(/Postcode different −2\.2/);
    expect(text).toContain(
      'Total 21.4 bits against a threshold of 12.0 bits; the next best candidate reached 3.1 bits',
    );
  });
});

test('the first page has three doors and says that everybody in it is invented', () => {
  const html = PAGES['doors']();
  expect(html.match(/<li><a href="[^"]+"><h3>/g)).toHaveLength(3);
  expect(html).toContain('is invented');
});
