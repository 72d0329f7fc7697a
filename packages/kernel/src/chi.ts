import type { Brand } from './brand.ts';
import { SolwayError } from './error.ts';

/**
 * A Community Health Index number: ten digits kept as text (`DDMMYY`, two digits, a sex digit, a check digit).
 * Source: the CHI number format of NHS Scotland; the modulus-10 extension announced for 2025–26.
 */
export type ChiNumber = Brand<string, 'ChiNumber'>;

/** Which check rule a number satisfies. Modulus 11 is the original; numbers issued since may satisfy Luhn. */
export type ChiCheckRule = 'modulus-11' | 'modulus-10' | 'both';

export type ChiFault = 'chi-not-ten-digits' | 'chi-date-impossible' | 'chi-check-digit-wrong';

export class InvalidChiError extends SolwayError<ChiFault> {}

export interface ParsedChi {
  readonly chi: ChiNumber;
  readonly rule: ChiCheckRule;
}

/**
 * Reads a CHI number in any of the ways people write it: spaces are ignored.
 * @throws {InvalidChiError} the number itself is never in the message.
 */
export function parseChi(text: string): ParsedChi {
  const digits = text.replace(/\s/g, '');
  if (!/^[0-9]{10}$/.test(digits))
    throw new InvalidChiError('chi-not-ten-digits', 'a CHI number has ten digits');
  if (possibleBirthDates(digits).length === 0) {
    throw new InvalidChiError('chi-date-impossible', 'the first six digits are not a date in any century');
  }
  const rule = checkRule(digits);
  if (rule === undefined) {
    throw new InvalidChiError('chi-check-digit-wrong', 'the last digit fits neither check rule');
  }
  return { chi: digits as ChiNumber, rule };
}

/** As people read it: six digits, a space, four. */
export function formatChi(chi: ChiNumber): string {
  return `${chi.slice(0, 6)} ${chi.slice(6)}`;
}

export type ChiWarning = 'chi-birth-date-disagrees' | 'chi-sex-disagrees';

/**
 * What a number says against a person's recorded date of birth (`YYYY-MM-DD`) and sex. A disagreement is a
 * warning to a person, not proof: gender changes, and a future number may carry no date.
 */
export function crossCheckChi(
  chi: ChiNumber,
  recorded: { readonly birthDate?: string | undefined; readonly sex?: 'male' | 'female' | undefined },
): readonly ChiWarning[] {
  const warnings: ChiWarning[] = [];
  if (recorded.birthDate !== undefined && !possibleBirthDates(chi).includes(recorded.birthDate)) {
    warnings.push('chi-birth-date-disagrees');
  }
  const sexDigitOdd = Number(chi[8]) % 2 === 1;
  if (recorded.sex !== undefined && (recorded.sex === 'male') !== sexDigitOdd)
    warnings.push('chi-sex-disagrees');
  return warnings;
}

/** The URI Solway writes. National guidance is unsettled, so it reads the others as well. */
export const CHI_SYSTEM = 'urn:oid:2.16.840.1.113883.2.1.3.2.4.16.53';
export const CHI_SYSTEMS_READ: readonly string[] = [
  CHI_SYSTEM,
  'https://fhir.nhs.uk/Id/chi-number',
  'http://fhir.nhs.scot.uk/Id/national/chi-number',
];
/** HL7 v2 assigning authority and identifier type. */
export const CHI_HL7V2 = { assigningAuthority: 'CHI', identifierType: 'NH' } as const;

function possibleBirthDates(digits: string): readonly string[] {
  const [day, month, year] = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4, 6)];
  return ['18', '19', '20']
    .map((century) => `${century}${year}-${month}-${day}`)
    .filter((iso) => {
      const at = Date.parse(`${iso}T00:00:00Z`);
      return !Number.isNaN(at) && new Date(at).toISOString().startsWith(iso);
    });
}

function checkRule(digits: string): ChiCheckRule | undefined {
  const eleven = modulus11Digit(digits) === Number(digits[9]);
  const ten = luhnSum(digits) % 10 === 0;
  if (eleven && ten) return 'both';
  if (eleven) return 'modulus-11';
  return ten ? 'modulus-10' : undefined;
}

function modulus11Digit(digits: string): number {
  let sum = 0;
  for (let i = 0; i < 9; i += 1) sum += Number(digits[i]) * (10 - i);
  const k = 11 - (sum % 11);
  return k === 11 ? 0 : k;
}

function luhnSum(digits: string): number {
  let sum = 0;
  for (let i = 0; i < 10; i += 1) {
    const digit = Number(digits[i]) * (i % 2 === 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum;
}
