import { CHI_HL7V2, CHI_SYSTEM, type ChiNumber, type Instant, type IsoDate, parseChi } from '@solway/kernel';
import { Hl7Error } from './error.ts';
import {
  component,
  DELETE,
  type Hl7Message,
  repetitions,
  type Segment,
  segment,
  valueOf,
} from './message.ts';
import { type NamesSaid, namesOf, type PersonPart } from './names.ts';
import { dayOf, momentOf } from './time.ts';

/** What a message says of a person. A field that is absent says nothing; null says that there is none. */
export interface PersonSaid extends NamesSaid {
  readonly chi: ChiNumber;
  readonly motherBirthSurname?: string | null;
  readonly birthDate?: IsoDate | null;
  readonly sex?: 'male' | 'female' | null;
  readonly address?: string | null;
  readonly postcode?: string | null;
  readonly previousPostcodes: readonly string[];
  /** A date of death; `undated` where the death is told without one; null where it is taken back. */
  readonly death?: IsoDate | 'undated' | null;
  readonly gpPractice?: string | null;
  /** Parts that were there and could not be read: what is held of them stays. */
  readonly unreadable: readonly PersonPart[];
}

interface Told {
  /** When the sender recorded it: EVN-2, else MSH-7. */
  readonly at?: Instant;
  /** PD1-12: what the person was before may not be shown, inferred or followed. */
  readonly protected: boolean;
}

/** One change to the register, as an ADT message tells it. */
export type RegisterChange =
  | (Told & { readonly kind: 'person'; readonly event: 'A28' | 'A31'; readonly person: PersonSaid })
  /** `retired` were found to be the person's as well, and are not used any more. */
  | (Told & { readonly kind: 'merge'; readonly person: PersonSaid; readonly retired: readonly ChiNumber[] })
  | (Told & { readonly kind: 'link' | 'unlink'; readonly numbers: readonly [ChiNumber, ChiNumber] });

/**
 * What an ADT A28, A31, A40, A24 or A37 says of the register.
 * @throws {Hl7Error} naming the place that can't be taken
 */
export function readRegisterChange(message: Hl7Message): RegisterChange {
  const header = segment(message, 'MSH');
  if (valueOf(message, header, 10) === '')
    throw new Hl7Error('control-id-missing', 'the message has no control id', 'MSH^1^10');
  if (valueOf(message, header, 9) !== 'ADT')
    throw new Hl7Error('type-unsupported', 'only ADT messages are taken', 'MSH^1^9');
  const told = toldBy(message);
  const event = valueOf(message, header, 9, 2) || valueOf(message, segment(message, 'EVN'), 1);
  switch (event) {
    case 'A28':
    case 'A31':
      return { ...told, kind: 'person', event, person: personIn(message, needed(message, 'PID')) };
    case 'A40':
      return mergeIn(message, told);
    case 'A24':
    case 'A37':
      return {
        ...told,
        kind: event === 'A24' ? 'link' : 'unlink',
        numbers: twoNumbers(message),
      };
    default:
      throw new Hl7Error('event-unsupported', 'this event of ADT is not taken', 'MSH^1^9');
  }
}

function toldBy(message: Hl7Message): Told {
  const header = segment(message, 'MSH');
  const at = momentOf(valueOf(message, segment(message, 'EVN'), 2)) ?? momentOf(valueOf(message, header, 7));
  // Of two people, one that is protected is enough.
  const marks = message.segments.filter((one) => one.name === 'PD1').map((one) => valueOf(message, one, 12));
  return { ...(at === undefined ? {} : { at }), protected: marks.some((mark) => mark.toUpperCase() === 'Y') };
}

function mergeIn(message: Hl7Message, told: Told): RegisterChange {
  if (message.segments.filter((one) => one.name === 'MRG').length > 1)
    throw new Hl7Error('chi-doubled', 'one message merges into one person', 'MRG^2');
  const person = personIn(message, needed(message, 'PID'));
  const merged = needed(message, 'MRG');
  const retired = [...new Set(chisIn(message, merged, 1, 'MRG^1^1'))];
  if (retired.length === 0) throw new Hl7Error('chi-missing', 'MRG-1 holds no CHI number', 'MRG^1^1');
  if (retired.includes(person.chi))
    throw new Hl7Error('same-number', 'a number is merged into itself', 'MRG^1^1');
  return { ...told, kind: 'merge', person, retired };
}

function twoNumbers(message: Hl7Message): readonly [ChiNumber, ChiNumber] {
  const [a, b] = [needed(message, 'PID'), needed(message, 'PID', 1)].map((one, place) =>
    chiIn(message, one, `PID^${place + 1}^3`),
  );
  if (a === undefined || b === undefined || a === b)
    throw new Hl7Error('same-number', 'two different people are to be named', 'PID^2^3');
  return [a, b];
}

function needed(message: Hl7Message, name: string, place = 0): Segment {
  const found = segment(message, name, place);
  if (found === undefined) throw new Hl7Error('segment-missing', `there is no ${name} segment`, name);
  return found;
}

function chiIn(message: Hl7Message, pid: Segment, location: string): ChiNumber {
  const [chi, other] = new Set(chisIn(message, pid, 3, location));
  if (chi === undefined) throw new Hl7Error('chi-missing', 'there is no CHI number', location);
  if (other !== undefined) throw new Hl7Error('chi-doubled', 'there are two CHI numbers', location);
  return chi;
}

/** Identifiers of the CHI authority; all others are passed over. */
function chisIn(message: Hl7Message, from: Segment, field: number, location: string): readonly ChiNumber[] {
  return repetitions(message, from, field).flatMap((one) => {
    const authority = [1, 2].map((sub) => component(message, one, 4, sub));
    const type = component(message, one, 5);
    const isChi =
      authority.includes(CHI_HL7V2.assigningAuthority) ||
      authority.includes(CHI_SYSTEM.slice('urn:oid:'.length));
    if (!isChi || (type !== '' && type !== CHI_HL7V2.identifierType)) return [];
    try {
      return [parseChi(component(message, one, 1)).chi];
    } catch {
      throw new Hl7Error('chi-invalid', 'a CHI number is wrong', location);
    }
  });
}

function personIn(message: Hl7Message, pid: Segment): PersonSaid {
  const unreadable: PersonPart[] = [];
  const text = (field: number, place = 1): string | null | undefined => {
    const value = valueOf(message, pid, field, place);
    return value === DELETE ? null : value === '' ? undefined : value.slice(0, 200);
  };
  const day = (field: number, part: PersonPart): IsoDate | null | undefined => {
    const value = text(field);
    const read = typeof value === 'string' ? dayOf(value) : value;
    if (typeof value === 'string' && read === undefined) unreadable.push(part);
    return read;
  };
  const mother = text(6);
  const birthDate = day(7, 'birth-date');
  const sex = sexOf(text(8), unreadable);
  const death = deathOf(day(29, 'death-date'), text(30));
  const practice = practiceIn(message);
  return {
    chi: chiIn(message, pid, 'PID^1^3'),
    ...namesOf(message, pid),
    ...(mother === undefined ? {} : { motherBirthSurname: mother }),
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(sex === undefined ? {} : { sex }),
    ...addressOf(message, pid),
    ...(death === undefined ? {} : { death }),
    ...(practice === undefined ? {} : { gpPractice: practice }),
    unreadable,
  };
}

function sexOf(
  value: string | null | undefined,
  unreadable: PersonPart[],
): 'male' | 'female' | null | undefined {
  if (value === null || value === undefined) return value;
  switch (value.toUpperCase()) {
    case 'M':
      return 'male';
    case 'F':
      return 'female';
    case 'U':
    case 'O':
    case 'A':
    case 'N':
      return null;
  }
  unreadable.push('sex');
  return undefined;
}

/** PID-30 decides whether; PID-29 says when. A date that is taken back with no word on the death takes it back. */
function deathOf(
  date: IsoDate | null | undefined,
  indicator: string | null | undefined,
): PersonSaid['death'] {
  const said = indicator?.toUpperCase();
  if (said === 'N' || (indicator === null && typeof date !== 'string')) return null;
  if (said === 'Y') return date ?? 'undated';
  return date;
}

/** PID-11: the home; the postcodes of what else is named are kept for matching. */
function addressOf(
  message: Hl7Message,
  pid: Segment,
): Pick<PersonSaid, 'address' | 'postcode' | 'previousPostcodes'> {
  const all = repetitions(message, pid, 11);
  const typeOf = (one: string): string => component(message, one, 7).toUpperCase();
  if (all.length === 1 && component(message, all[0] ?? '', 1) === DELETE)
    return { address: null, postcode: null, previousPostcodes: [] };
  const good = all.filter((one) => typeOf(one) !== 'BA');
  const home = good.find((one) => typeOf(one) === 'H') ?? good.find((one) => typeOf(one) === '');
  const postcodes = good
    .filter((one) => one !== home)
    .map((one) => component(message, one, 5).slice(0, 16))
    .filter((one) => one !== '' && one !== DELETE);
  if (home === undefined) return { previousPostcodes: postcodes };
  const lines = [1, 2, 3, 4].map((place) => component(message, home, place)).filter((one) => one !== '');
  return {
    address: lines.length === 0 ? null : lines.join(', ').slice(0, 464),
    postcode: component(message, home, 5).slice(0, 16) || null,
    previousPostcodes: postcodes,
  };
}

/** PD1-3, the practice: its number where it has one, else its name. */
function practiceIn(message: Hl7Message): string | null | undefined {
  const pd1 = segment(message, 'PD1');
  const [value] = [10, 3, 1].map((place) => valueOf(message, pd1, 3, place)).filter((one) => one !== '');
  return value === DELETE ? null : value?.slice(0, 100);
}
