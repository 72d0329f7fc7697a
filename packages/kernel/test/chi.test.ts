import {
  CHI_SYSTEM,
  CHI_SYSTEMS_READ,
  crossCheckChi,
  formatChi,
  InvalidChiError,
  parseChi,
} from '@solway/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

function faultOf(text: string): string | undefined {
  try {
    parseChi(text);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidChiError) return error.code;
    throw error;
  }
}

const twoDigits = (n: number): string => String(n).padStart(2, '0');
const eightDigits = fc
  .tuple(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 9999 }))
  .map(([day, month, rest]) => `${twoDigits(day)}${twoDigits(month)}${String(rest).padStart(4, '0')}`);
const nineDigits = fc
  .tuple(eightDigits, fc.integer({ min: 0, max: 9 }))
  .map(([eight, sex]) => `${eight}${sex}`);

describe('a CHI number', () => {
  it.each([
    ['0101011237', 'both'],
    ['1904851231', 'modulus-11'],
    ['0101201234', 'modulus-10'],
  ])('%s is valid under the check rule: %s', (text, rule) => {
    expect(parseChi(text)).toEqual({ chi: text, rule });
  });

  it.each(['0211165794', '2902201230', '0402070763', '0101336489', '0402568877'])('%s is valid', (text) => {
    expect(faultOf(text)).toBeUndefined();
  });

  it.each([
    ['0101201233', 'chi-check-digit-wrong'],
    ['0402568876', 'chi-check-digit-wrong'],
    ['010101123', 'chi-not-ten-digits'],
    ['01010112377', 'chi-not-ten-digits'],
    ['٠١٠١٠١١٢٣٧', 'chi-not-ten-digits'],
    ['', 'chi-not-ten-digits'],
    ['3101990000', 'chi-check-digit-wrong'],
    ['3102011230', 'chi-date-impossible'],
    ['0013011230', 'chi-date-impossible'],
    ['2902011230', 'chi-date-impossible'],
  ])('%s is refused as %s', (text, code) => {
    expect(faultOf(text)).toBe(code);
  });

  it('is read with or without its space, and shown six and four', () => {
    fc.assert(
      fc.property(nineDigits, (nine) => {
        const valid = Array.from({ length: 10 }, (_, last) => `${nine}${last}`).filter(
          (text) => faultOf(text) === undefined,
        );
        for (const text of valid) {
          const { chi } = parseChi(text);
          expect(parseChi(formatChi(chi)).chi).toBe(chi);
          expect(formatChi(chi)).toMatch(/^[0-9]{6} [0-9]{4}$/);
        }
      }),
    );
  });

  it('has at most two valid last digits, and one for each rule', () => {
    fc.assert(
      fc.property(nineDigits, (nine) => {
        const rules = Array.from({ length: 10 }, (_, last) => {
          const text = `${nine}${last}`;
          return faultOf(text) === undefined ? parseChi(text).rule : undefined;
        }).filter((rule) => rule !== undefined);
        expect(rules.length).toBeGreaterThanOrEqual(1);
        expect(rules.length).toBeLessThanOrEqual(2);
        expect(new Set(rules).size).toBe(rules.length);
      }),
    );
  });

  it('never says the number in its error', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{10}$/), (text) => {
        try {
          parseChi(text);
        } catch (error) {
          expect(String(error)).not.toContain(text);
        }
      }),
    );
  });

  it('is cross-checked with the date of birth in any century, and with sex', () => {
    const { chi } = parseChi('0101011237');
    expect(crossCheckChi(chi, { birthDate: '1901-01-01', sex: 'male' })).toEqual([]);
    expect(crossCheckChi(chi, { birthDate: '2001-01-01', sex: 'female' })).toEqual(['chi-sex-disagrees']);
    expect(crossCheckChi(chi, { birthDate: '2001-01-02' })).toEqual(['chi-birth-date-disagrees']);
    expect(crossCheckChi(chi, {})).toEqual([]);
  });

  it('is written under one system and read under all that are in use', () => {
    expect(CHI_SYSTEMS_READ).toContain(CHI_SYSTEM);
    expect(new Set(CHI_SYSTEMS_READ).size).toBe(3);
  });
});
