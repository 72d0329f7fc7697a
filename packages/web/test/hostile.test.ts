import { COUNCIL_ITEMS, HEALTH_ITEMS, type ItemType, type ItemView, type Summary } from '@solway/record';
import { renderClosedPage, renderRefusedPage, renderSummaryPage } from '@solway/web';
import { describe, expect, test } from 'vitest';
import { EVERY_ITEM } from './fixtures/every-item.ts';
import { HEALTH } from './fixtures/health.ts';
import { PAGES, PAGE_NAMES } from './fixtures/pages.ts';
import { ACTIONS, ORION_LIVE, shown } from './fixtures/shared.ts';
import { ADULT, ADULT_NOT_MATCHED } from './fixtures/social-work.ts';

const HOSTILE = `"><img src=x onerror=alert(1)><script>alert(2)</script>'&javascript:`;
const KEPT = new Set([
  'status',
  'kind',
  'day',
  'time',
  'workers',
  'option',
  'birthDate',
  'start',
  'end',
  'since',
  'date',
]);

function poisoned<T>(value: T, key = ''): T {
  if (typeof value === 'string') return (KEPT.has(key) || /^\d{4}-\d\d/.test(value) ? value : HOSTILE) as T;
  if (Array.isArray(value)) return value.map((one) => poisoned(one, key)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, poisoned(one, name)])) as T;
}

function pageOf(base: Summary, items: readonly ItemType[]): string {
  const views = items.map((item) =>
    shown(item, ORION_LIVE, poisoned(EVERY_ITEM[item])),
  ) as readonly ItemView[];
  return renderSummaryPage(
    {
      ...poisoned({ ...base, body: undefined, direction: undefined, assembledAt: undefined }),
      direction: base.direction,
      assembledAt: base.assembledAt,
      body: { state: 'matched', items: views },
    },
    ACTIONS,
  );
}

describe('whatever a source sends', () => {
  test.each([
    ['social work', ADULT, COUNCIL_ITEMS],
    ['health', HEALTH, HEALTH_ITEMS],
  ] as const)('stays text on the page: %s', (_, base, items) => {
    const html = pageOf(base, items);
    expect(html).toContain('onerror=alert(1)');
    expect(html).not.toContain('<img');
    expect(html).not.toContain('<script>');
    expect(html).not.toMatch(/(?:href|src|action)="[^"]*javascript:/i);
    // Inside a double-quoted attribute a quote of its own would end it.
    expect(html).not.toMatch(/="[^"]*"><img/);
  });

  test('stays text on a refused page too', () => {
    expect(renderRefusedPage({ code: HOSTILE, sentence: HOSTILE })).not.toContain('<img');
  });
});

describe('addresses', () => {
  test.each(PAGE_NAMES)('hold nothing about a person: %s', (name) => {
    const html = PAGES[name]();
    const addresses = [...html.matchAll(/\s(?:href|src|action|formaction)="([^"]*)"/g)].map(
      (match) => match[1] ?? '',
    );
    expect(addresses.length).toBeGreaterThan(0);
    for (const address of addresses.filter((one) => !one.startsWith('tel:'))) {
      expect(address).not.toMatch(/\d{6} ?\d{4}|smith|jean|1945|maxwell|kowalska|kq3vX0b/i);
      expect(address).not.toContain('?');
    }
  });

  test('every form posts', () => {
    for (const page of Object.values(PAGES)) {
      for (const [form] of page().matchAll(/<form[^>]*>/g)) expect(form).toContain('method="post"');
    }
  });
});

describe('a content security policy without exceptions', () => {
  test.each(PAGE_NAMES)('holds: no inline script, style or handler on %s', (name) => {
    const html = PAGES[name]();
    expect(html).not.toMatch(/<style|\sstyle=|<script(?![^>]*\ssrc=)|<[^>]*\son[a-z]+=/);
    expect(html).not.toMatch(/(?:src|href)="https?:\/\/(?!localhost)/);
  });
});

describe('the page for nobody matched', () => {
  test('is the same, byte for byte, whatever the reason', () => {
    const reasons = ['no-link', 'under-review', 'suspended', 'restricted', 'protected-identity'];
    const pages = reasons.map((reason) =>
      renderSummaryPage(
        { ...ADULT_NOT_MATCHED, body: { state: 'not-matched', reason, items: [] } as Summary['body'] },
        ACTIONS,
      ),
    );
    expect(new Set(pages).size).toBe(1);
  });

  test('says in each direction that it is not “not known”', () => {
    expect(PAGES['social-work-not-matched']()).toContain('This does not mean not known to social work.');
    expect(PAGES['health-not-matched']()).toContain('This does not mean not known to the health service.');
  });
});

test('a page that is closed or refused names nobody', () => {
  const pages = [
    renderClosedPage('host'),
    renderRefusedPage({ code: 'handle-used', sentence: 'Used already.' }),
  ];
  for (const html of pages) expect(html).not.toMatch(/class="banner|SMITH|CHI/);
});
