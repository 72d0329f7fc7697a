import type { Instant, IsoDate } from '@solway/kernel';
import type { Look } from './look.ts';

/**
 * What the staff directory of the user's own organisation says of them. Whatever it does not say is absent, and the
 * rules that need it then say that they could not judge.
 */
export interface StaffFacts {
  readonly organisation: string;
  readonly userId: string;
  readonly surname?: string;
  readonly chi?: string;
  readonly address?: string;
  readonly postcode?: string;
  readonly teams: readonly string[];
  /** The postcode districts that the team works in. */
  readonly serves?: readonly string[];
  /** `Mo-Fr 08:00-18:00`, several by semicolons, or `any`. */
  readonly hours?: string;
  readonly since?: IsoDate;
  /** The day on which the directory last held them, where it holds them no more. */
  readonly leftOn?: IsoDate;
}

/**
 * What the user's own organisation knows of the person looked at, and nothing that only the other one does: a finding
 * is read by the user's employer.
 */
export interface SubjectFacts {
  readonly surnames: readonly string[];
  readonly addresses: readonly { readonly address: string | null; readonly postcode: string | null }[];
  readonly deathDate?: IsoDate;
  readonly chi?: string;
  /** Why this organisation watches over them particularly, where it does. */
  readonly watched?: string;
}

/** The facts for a batch of looks, read before it is judged. */
export interface Facts {
  staff(organisation: string, userId: string): StaffFacts | undefined;
  /** A member of staff of this organisation with this CHI number. */
  staffWithChi(organisation: string, chi: string): StaffFacts | undefined;
  subject(look: Look): SubjectFacts | undefined;
  /** How many of a thousand people bear this surname, folded; 0 for a rare one; undefined where it was not counted. */
  surnamePerThousand(foldedSurname: string): number | undefined;
  /** When this user last looked at anybody before this batch. */
  lastLookAt(organisation: string, userId: string): Instant | undefined;
  /** How busy the role is: the 95th percentile of people in an hour; undefined where there are too few hours. */
  peers(organisation: string, role: string): PeerRate | undefined;
}

export interface PeerRate {
  readonly peopleAnHour: number;
  readonly breakGlassAWeek: number;
}
