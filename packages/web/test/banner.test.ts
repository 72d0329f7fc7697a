import { parseIsoDate } from '@solway/kernel';
import type { BannerPerson } from '@solway/record';
import { renderSummaryPage } from '@solway/web';
import { describe, expect, test } from 'vitest';
import { formatAge } from '../src/page/age.ts';
import { date, ACTIONS } from './fixtures/shared.ts';
import { ADULT } from './fixtures/social-work.ts';
import { bannerText } from './page-text.ts';

function bannerOf(person: Partial<BannerPerson>): string {
  return renderSummaryPage({ ...ADULT, person: { ...ADULT.person, ...person } }, ACTIONS);
}

describe('the banner', () => {
  test('gives surname, given name and title, birth and age, gender, and the number as 6+4', () => {
    expect(bannerText(bannerOf({}))).toBe(
      ' SMITH, Jean (Mrs) Born 14-Jul-1945 (81y) Gender Female CHI 140745 1243',
    );
  });

  test('says “Not known” for what is not known, never a question mark', () => {
    const { name } = ADULT.person;
    const html = renderSummaryPage(
      { ...ADULT, person: { name: { family: name.family, given: '' } } },
      ACTIONS,
    );
    expect(bannerText(html)).toBe(' SMITH Born Not known Gender Not known CHI Not known');
  });

  test('a person who has died has another class to hang colour and pattern on, the word, and the age at death', () => {
    const html = bannerOf({ deceased: { date: date('2026-07-13') } });
    expect(html).toContain('class="banner dead"');
    expect(bannerText(html)).toContain('Deceased');
    expect(bannerText(html)).toContain('Born 14-Jul-1945 Died 13-Jul-2026 (aged 80y)');
  });

  test('a death with no date says so', () => {
    expect(bannerText(bannerOf({ deceased: {} }))).toContain('Died date not known');
  });
});

describe('an age', () => {
  test.each([
    ['2026-11-23', '0d'],
    ['2026-10-27', '27d'],
    ['2026-10-26', '4w'],
    ['2026-09-05', '11w 2d'],
    ['2025-11-24', '52w'],
    ['2025-11-23', '12m'],
    ['2025-01-31', '21m 23d'],
    ['2024-11-24', '23m 30d'],
    ['2024-11-23', '2y'],
    ['2010-05-30', '16y 5m'],
    ['2008-11-24', '17y 11m'],
    ['2008-11-23', '18y'],
    ['1924-02-29', '102y'],
  ])('born %s is %s on 23-Nov-2026', (born, age) => {
    expect(formatAge(parseIsoDate(born), date('2026-11-23'))).toBe(age);
  });

  test('is not given for a day before birth', () => {
    expect(formatAge(date('2026-11-24'), date('2026-11-23'))).toBeUndefined();
  });
});
