import {
  COUNCIL_ITEMS,
  directionOf,
  HEALTH_ITEMS,
  type ItemType,
  type ItemView,
  type Summary,
} from '@solway/record';
import { renderSummaryPage } from '@solway/web';
import { describe, expect, test } from 'vitest';
import { EVERY_ITEM } from './fixtures/every-item.ts';
import { HEALTH } from './fixtures/health.ts';
import { ACTIONS, date, instant, MOSAIC_COPY, ORION_LIVE, shown, withOutcome } from './fixtures/shared.ts';
import { ADULT, ADULT_NOT_MATCHED } from './fixtures/social-work.ts';
import { bodyText, panelText } from './page-text.ts';

const ALL: readonly ItemType[] = [...COUNCIL_ITEMS, ...HEALTH_ITEMS];

function pageWith(first: ItemView, ...others: readonly ItemView[]): string {
  const items = [first, ...others];
  const base: Summary = directionOf(first.item) === 'council-to-health' ? ADULT : HEALTH;
  return renderSummaryPage({ ...base, body: { state: 'matched', items } }, ACTIONS);
}

const OUTCOMES = {
  'none-recorded': { state: 'none-recorded', freshness: ORION_LIVE },
  unreadable: { state: 'unreadable', freshness: ORION_LIVE, setAside: 3 },
  unavailable: { state: 'unavailable', because: 'timeout', waitedMs: 2000 },
  'not-shared': {
    state: 'not-shared',
    cause: 'agreement',
    sentence: 'Not shared under the agreement (level 2). Your role is not named.',
    level: 2,
  },
} as const satisfies Record<string, ItemView['outcome']>;

describe('every state of every item', () => {
  test.each(ALL)('%s draws its entries, with every field it was given', (item) => {
    const text = bodyText(pageWith(shown(item, ORION_LIVE, EVERY_ITEM[item])));
    for (const words of wordsIn(EVERY_ITEM[item])) expect(text).toContain(words);
  });

  test.each(ALL)('%s says its four absences in four different sentences', (item) => {
    const said = Object.values(OUTCOMES).map((outcome) => panelText(pageWith(withOutcome(item, outcome))));
    expect(new Set(said).size).toBe(4);
    expect(said[0]).not.toContain('navailable');
    expect(said[1]).toContain(
      'sent 3 records that could not be shown. This is not the same as none recorded',
    );
    expect(said[2]).toContain(
      'did not answer within 2 seconds. This does not mean there is nothing recorded',
    );
    expect(said[3]).toContain('Not shared under the agreement');
    expect(said[3]).toContain('Your role is not named. Level 2 item.');
  });
});

describe('the sentences', () => {
  test('no match, none recorded, unavailable, not shared, unreadable and an extract are six different things', () => {
    const item = 'care-packages';
    const said = [
      ...Object.values(OUTCOMES).map((outcome) => bodyText(pageWith(withOutcome(item, outcome)))),
      bodyText(renderSummaryPage(ADULT_NOT_MATCHED, ACTIONS)),
    ];
    const leads = [
      'None recorded',
      'Sent, but could not be read',
      'Unavailable',
      'Not shared under the agreement',
      'No match, or match under review',
    ];
    leads.forEach((lead, mine) =>
      said.forEach((text, other) =>
        expect(text.includes(lead), `${lead} on page ${other}`).toBe(mine === other),
      ),
    );
  });

  test.each([
    ['timeout', 'did not answer within 1.5 seconds'],
    ['source-down', 'could not be reached (tried for 1.5 seconds)'],
    ['source-error', 'answered with a fault after 1.5 seconds'],
    ['person-not-found', 'no longer holds anyone under the number'],
  ] as const)('an unavailable source says what happened: %s', (because, words) => {
    const text = panelText(
      pageWith(withOutcome('assessments', { state: 'unavailable', because, waitedMs: 1500 })),
    );
    expect(text).toContain(words);
    expect(text).toContain('Mosaic');
    expect(text).toContain('Try again');
  });

  test('an answer whose every record was set aside is unreadable, never none', () => {
    const text = panelText(pageWith(shown('equipment', MOSAIC_COPY, [], { setAside: 2 })));
    expect(text).toContain('sent 2 records that could not be shown');
    expect(text).not.toContain('None recorded');
  });

  test('set-aside and truncated records are counted beside what is shown', () => {
    const text = panelText(
      pageWith(shown('equipment', MOSAIC_COPY, EVERY_ITEM.equipment, { setAside: 2, truncated: true })),
    );
    expect(text).toContain('Mosaic sent 2 more records that could not be shown whole');
    expect(text).toContain('Only the first 1 are shown: Mosaic holds more');
  });

  test('items with the same absence share one sentence, and each is named in it', () => {
    const text = panelText(
      pageWith(
        withOutcome('adult-protection', OUTCOMES.unavailable),
        withOutcome('legal-powers', OUTCOMES.unavailable),
      ),
    );
    expect(text).toContain('Unavailable: adult support and protection, attorneys and guardians.');
    expect(text.match(/This does not mean/g)).toHaveLength(1);
  });

  test('items with different absences keep their own', () => {
    const text = panelText(
      pageWith(
        withOutcome('adult-protection', OUTCOMES.unavailable),
        withOutcome('legal-powers', OUTCOMES['none-recorded']),
        withOutcome('child-protection', OUTCOMES['not-shared']),
      ),
    );
    expect(text).toContain('Unavailable: adult support and protection.');
    expect(text).toContain('None recorded: attorneys and guardians.');
    expect(text).toContain(
      'Not shared under the agreement: Child protection register. Your role is not named. Level 2 item.',
    );
  });

  test('what is kept back is one block a panel, each item with its own reason, said once', () => {
    const because = (item: ItemType, why: string, level: number) =>
      withOutcome(item, {
        state: 'not-shared',
        cause: 'agreement',
        sentence: `Not shared under the agreement (level ${level}). ${why}`,
        level,
      });
    const text = panelText(
      pageWith(
        because('documents', 'Documents are a level 3 item.', 3),
        because('assessments', 'Your role does not see assessments.', 2),
      ),
    );
    expect(text.match(/Not shared/g)).toHaveLength(1);
    expect(text).toContain('Care plans and assessment documents. Documents are a level 3 item.');
    expect(text).toContain('Assessments and reviews. Your role does not see assessments. Level 2 item.');
  });

  test('a refusal that is not the agreement’s doing is not blamed on the agreement', () => {
    const ended = 'Your sign-in has ended, or your role could not be confirmed today. Sign in again.';
    const html = pageWith(
      withOutcome('care-packages', { state: 'not-shared', cause: 'now', sentence: ended, level: 2 }),
    );
    expect(panelText(html)).toContain(`Not shared with you now: Care packages. ${ended}`);
    expect(bodyText(html)).not.toContain('under the agreement');
  });

  test('a column that would say “active” on every row is left out, and drawn where a row differs', () => {
    const medicine = (status: string) => ({ name: 'Apixaban', status });
    const heads = (...statuses: readonly string[]) =>
      panelText(pageWith(shown('medicines', ORION_LIVE, statuses.map(medicine))));
    expect(heads('active', 'active')).not.toContain('Status');
    expect(heads('active', 'on hold')).toMatch(/Status.*on hold/);
  });

  test('stays are newest first and appointments soonest first, whatever order they came in', () => {
    const text = panelText(
      pageWith(
        shown('encounters-12-months', ORION_LIVE, [
          { kind: 'admission', start: date('2026-01-05'), place: 'Earlier stay' },
          { kind: 'admission', start: date('2026-09-05'), place: 'Later stay' },
        ]),
        shown('appointments', ORION_LIVE, [
          { start: instant('2026-12-24T09:00:00Z'), service: 'Second clinic' },
          { start: instant('2026-12-04T09:00:00Z'), service: 'First clinic' },
        ]),
      ),
    );
    expect(text).toMatch(/First clinic.*Second clinic.*Later stay.*Earlier stay/);
  });

  test('when much of a page is missing it is said once at the top, with one button for all of it', () => {
    const [first, ...others] = COUNCIL_ITEMS;
    const items = others.slice(0, 4).map((item) => withOutcome(item, OUTCOMES.unavailable));
    const html = pageWith(withOutcome(first, OUTCOMES.unavailable), ...items);
    expect(bodyText(html)).toContain('Mosaic did not give any of the 5 parts that were asked for.');
    expect(html).toContain('name="panel" value="all"');
  });
});

describe('freshness', () => {
  test('only a source’s own present record is called live', () => {
    const live = panelText(pageWith(shown('medicines', ORION_LIVE, EVERY_ITEM.medicines)));
    const copy = panelText(pageWith(shown('equipment', MOSAIC_COPY, EVERY_ITEM.equipment)));
    const extract = panelText(
      pageWith(shown('key-information', { ...ORION_LIVE, kind: 'extract' }, EVERY_ITEM['key-information'])),
    );
    expect(live).toContain('Live from Orion 10:14');
    expect(copy).toContain('Mosaic copy as of 06:00, 23-Nov-2026');
    expect(extract).toContain('KIS extract of 10:14, 23-Nov-2026');
    expect(`${copy}${extract}`).not.toMatch(/live/i);
  });

  test('a copy that is days old says so', () => {
    const old = { kind: 'copy', asOf: '2026-11-20T06:00:00.000Z' as typeof ORION_LIVE.asOf } as const;
    expect(panelText(pageWith(shown('equipment', old, EVERY_ITEM.equipment)))).toContain('3 days old');
  });

  test('items of one panel with different times each carry their own', () => {
    const text = panelText(
      pageWith(
        shown('health-alerts', ORION_LIVE, EVERY_ITEM['health-alerts']),
        shown('key-information', { ...MOSAIC_COPY, kind: 'extract' }, EVERY_ITEM['key-information']),
      ),
    );
    expect(text).toContain('Live from Orion 10:14');
    expect(text).toContain('KIS extract of 06:00, 23-Nov-2026');
  });
});

/** Every word that a practitioner should find again: free text only, not codes, dates or telephone formats. */
function wordsIn(value: unknown, key = ''): readonly string[] {
  if (typeof value === 'string') {
    return ['kind', 'status', 'start', 'end', 'since', 'date', 'chi', 'family'].includes(key) ||
      /^\d{4}-/.test(value)
      ? []
      : [value];
  }
  if (Array.isArray(value)) return value.flatMap((one) => wordsIn(one, key));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => wordsIn(one, name));
}

describe('training that is due', () => {
  test.each([
    ['grace', 'due for renewal: complete it soon'],
    ['overdue', 'is overdue: complete it now'],
  ] as const)('in the state %s is said on the summary', (training, words) => {
    expect(bodyText(renderSummaryPage({ ...ADULT, training }, ACTIONS))).toContain(words);
  });

  test('that is up to date is not spoken of', () => {
    expect(bodyText(renderSummaryPage(ADULT, ACTIONS))).not.toContain('Your training');
  });
});
