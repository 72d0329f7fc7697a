import type { ItemContents, ItemView, Summary } from '@solway/record';
import { renderSummaryPage } from '@solway/web';
import { describe, expect, test } from 'vitest';
import { HEALTH } from './fixtures/health.ts';
import { ADMINISTRATOR, DECEASED } from './fixtures/others.ts';
import { ACTIONS, date, MOSAIC_COPY, ORION_LIVE, shown, withOutcome } from './fixtures/shared.ts';
import { ADULT } from './fixtures/social-work.ts';
import { bodyText, footText, panelText, tileText } from './page-text.ts';

function social(...items: readonly ItemView[]): string {
  return renderSummaryPage({ ...ADULT, body: { state: 'matched', items } }, ACTIONS);
}
function health(...items: readonly ItemView[]): string {
  return renderSummaryPage({ ...HEALTH, body: { state: 'matched', items } }, ACTIONS);
}
const DOWN = { state: 'unavailable', because: 'timeout', waitedMs: 2000 } as const;
const NONE = { state: 'none-recorded', freshness: MOSAIC_COPY } as const;
const CLOSED = {
  state: 'not-shared',
  cause: 'agreement',
  sentence: 'Not shared under the agreement (level 2). Your role is not named.',
  level: 2,
} as const;

describe('at a glance', () => {
  test('the worker and both telephones', () => {
    const text = tileText(renderSummaryPage(ADULT, ACTIONS), 'team');
    expect(text).toContain('Ailsa Kerr');
    expect(text).toContain('01387 555 0143');
    expect(text).toContain('Out of hours 01387 555 0100');
  });

  test('no alert is lost in the summary, however many there are', () => {
    const labels = Array.from({ length: 9 }, (_, index) => `Hazard ${index}`);
    const text = tileText(
      social(
        shown(
          'alerts-and-hazards',
          MOSAIC_COPY,
          labels.map((label) => ({ label })),
        ),
      ),
      'alerts',
    );
    for (const label of labels) expect(text).toContain(label);
  });

  test('“none recorded” is said only where everything behind a tile said so', () => {
    const none = withOutcome('staff-safety-alert', NONE);
    const says = (view: ItemView) => tileText(social(none, view), 'alerts');
    expect(says(withOutcome('alerts-and-hazards', NONE))).toContain('None recorded');
    expect(says(withOutcome('alerts-and-hazards', DOWN))).toContain('Unavailable');
    expect(says(withOutcome('alerts-and-hazards', DOWN))).not.toContain('None recorded');
    expect(says(withOutcome('alerts-and-hazards', CLOSED))).toContain('None recorded in what is shared');
  });

  test('a tile with an answer still says what is missing from it', () => {
    const text = tileText(
      social(
        shown('staff-safety-alert', MOSAIC_COPY, [{ label: 'Visit in pairs' }]),
        withOutcome('alerts-and-hazards', DOWN),
      ),
      'alerts',
    );
    expect(text).toContain('Visit in pairs');
    expect(text).toContain('Unavailable: alerts and hazards. This does not mean there is nothing recorded.');
  });

  test('what an administrator may not see is said to be not shared', () => {
    const text = tileText(renderSummaryPage(ADMINISTRATOR, ACTIONS), 'alerts');
    expect(text).toContain('Not shared under the agreement');
  });

  test('an alert that both lists hold is drawn once and marked', () => {
    const text = panelText(renderSummaryPage(ADULT, ACTIONS));
    expect(text.match(/Visit in pairs/g)).toHaveLength(1);
    expect(text).toContain('Safety of staff');
  });
});

describe('powers of attorney', () => {
  test.each([
    [true, 'In operation'],
    [false, 'Not in operation'],
    [undefined, 'Not known if in operation'],
  ])('a power whose operation is %s is “%s”', (inOperation, words) => {
    const power = {
      kind: 'welfare-power-of-attorney',
      holder: 'Iain Bell',
      ...(inOperation === undefined ? {} : { inOperation }),
    } as const;
    const html = social(shown('legal-powers', MOSAIC_COPY, [power]));
    expect(panelText(html)).toContain(words);
    expect(tileText(html, 'protection')).toContain(`Welfare power: ${words.toLowerCase()}`);
  });

  test('welfare and continuing powers are never one flag', () => {
    const text = panelText(renderSummaryPage(ADULT, ACTIONS));
    expect(text).toMatch(/Welfare power of attorney[^.]*Not in operation/);
    expect(text).toMatch(/Continuing \(financial\) power of attorney[^.]*In operation/);
  });
});

describe('allergies', () => {
  const allergy: ItemContents['allergies'] = { kind: 'allergy', substance: 'Penicillin' };
  const noneKnown: ItemContents['allergies'] = { kind: 'none-known', recorded: date('2026-01-05') };
  const answers = {
    recorded: health(shown('allergies', ORION_LIVE, [allergy])),
    'none known': health(shown('allergies', ORION_LIVE, [noneKnown])),
    'not asked': health(withOutcome('allergies', NONE)),
    unavailable: health(withOutcome('allergies', DOWN)),
  };

  test('recorded, none known, not asked and unavailable are four different answers', () => {
    expect(panelText(answers.recorded)).toContain('Penicillin');
    expect(panelText(answers['none known'])).toContain('No known allergies. Somebody asked');
    expect(panelText(answers['not asked'])).toContain(
      'Not asked. Nobody has recorded an answer about allergies.',
    );
    expect(panelText(answers.unavailable)).toContain('Unavailable.');
    expect(tileText(answers['not asked'], 'allergies')).not.toContain('None recorded');
    expect(new Set(Object.values(answers).map((html) => tileText(html, 'allergies'))).size).toBe(4);
  });

  test('an allergy beside “none known” is shown, and the contradiction said', () => {
    const text = panelText(health(shown('allergies', ORION_LIVE, [noneKnown, allergy])));
    expect(text).toContain('Penicillin');
    expect(text).toContain('the two disagree');
  });
});

describe('what must not be acted on from a page', () => {
  test('DNACPR says that it is a clinical decision and whom to ring, and nothing of what it holds', () => {
    const html = renderSummaryPage(HEALTH, ACTIONS);
    const text = panelText(html);
    expect(text).toContain('DNACPR recorded');
    expect(text).toMatch(/Clinical decision: ring the practice on 01387 555 0150/);
    expect(text).not.toContain('Form held at home');
    expect(tileText(html, 'health-alerts')).toContain('a clinical decision, ring the practice');
  });

  test('a death that only one side knows of is said at the top', () => {
    const living: Summary = { ...DECEASED, person: HEALTH.person };
    expect(bodyText(renderSummaryPage(living, ACTIONS))).toContain(
      'Orion records that this person has died on 09-Nov-2026; the record you have open does not.',
    );
  });

  test('a date of birth that differs is said at the top and marked where it stands', () => {
    const text = bodyText(renderSummaryPage(DECEASED, ACTIONS));
    expect(text).toContain('Orion records another date of birth, 30-Nov-1932.');
    expect(text).toContain('Differs from the person you have open');
  });
});

describe('the foot', () => {
  test('says who is looking, as what, why, that it is recorded, and under what', () => {
    const text = footText(renderSummaryPage(ADULT, ACTIONS));
    expect(text).toContain('Rhona McKie, community nurse, NHS Dumfries and Galloway, for direct care');
    expect(text).toContain('This view is recorded');
    expect(text).toContain('Demonstration information sharing agreement, version 2.3, level 2');
  });

  test('lists every item with whether it is shared, and why not', () => {
    const text = footText(renderSummaryPage(ADULT, ACTIONS));
    expect(text.match(/Not shared |Shared /g)?.length).toBe(20);
    expect(text).toContain(
      'Not shared Child protection register. Your role does not see this. Level 2 item.',
    );
  });
});
