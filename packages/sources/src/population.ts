import type { ChiNumber, Instant, IsoDate } from '@solway/kernel';

/** A person as the council holds them, for matching. Every address and name they are known to have had. */
export interface CouncilPerson {
  readonly personId: string;
  readonly title?: string;
  readonly forenames: string;
  readonly surname: string;
  readonly knownAs?: string;
  readonly previousSurnames: readonly string[];
  readonly birthDate?: IsoDate;
  readonly sex?: 'male' | 'female';
  readonly addresses: readonly PersonAddress[];
  readonly telephones: readonly string[];
  readonly context: 'adult' | 'child' | undefined;
  /** True unless the source says plainly that the person is not. */
  readonly restricted: boolean;
  /** An earlier identity that the law protects; true unless the source says plainly that it is not. */
  readonly protectedIdentity: boolean;
  /** Under child or adult protection or looked after, now or within twelve months: a link needs a human. */
  readonly protection: boolean;
  /** As held, right or wrong: a council's CHI numbers are what a match checks. */
  readonly chi?: string;
  /** Parts that were there and could not be read. Absent where there are none. */
  readonly unreadable?: readonly PersonPart[];
}

export interface PersonAddress {
  readonly address: string;
  readonly postcode?: string;
  readonly current: boolean;
}

export type PersonPart =
  'birth-date' | 'sex' | 'context' | 'names' | 'addresses' | 'telephones' | 'death-date';

/** A person on the Community Health Index, from a line of the board's extract. */
export interface ChiPerson {
  readonly chi: ChiNumber;
  readonly surname: string;
  readonly forenames: readonly string[];
  readonly knownAs?: string;
  readonly birthSurname?: string;
  readonly previousSurnames: readonly string[];
  readonly motherBirthSurname?: string;
  readonly birthDate?: IsoDate;
  readonly sex?: 'male' | 'female';
  readonly deathDate?: IsoDate;
  readonly address?: string;
  readonly postcode?: string;
  readonly previousPostcodes: readonly string[];
  readonly gpPractice?: string;
  /** The number had nine digits and is sound with a zero before it: a spreadsheet took it. */
  readonly leadingZeroRecovered?: true;
  readonly unreadable?: readonly PersonPart[];
}

/** A row that could not be taken, and why. The row itself is not repeated: it may be a person's. */
export interface RejectedRow {
  readonly rejected:
    | 'chi-missing'
    | 'chi-not-ten-digits'
    | 'chi-date-impossible'
    | 'chi-check-digit-wrong'
    | 'surname-missing'
    | 'person-id-missing'
    | 'header-repeated'
    | 'wrong-number-of-cells'
    | 'row-torn'
    | 'row-too-long'
    | 'not-utf-8';
  /** In the file, the header being line 1; in a database, the row's place in the answer, from 1. */
  readonly line: number;
}

/** The people of the council's system, for matching: read as a stream, never all at once. */
export interface PopulationSource {
  /** In the order of their ids. @throws {SourceFailure} where the source fails: half a population is none. */
  readCouncilPeople(signal?: AbortSignal): AsyncIterable<CouncilPerson | RejectedRow>;
  /** When what is read of people was last refreshed; undefined where the source does not say. @throws {SourceFailure} */
  readWatermark(signal?: AbortSignal): Promise<Instant | undefined>;
  close(): Promise<void>;
}
