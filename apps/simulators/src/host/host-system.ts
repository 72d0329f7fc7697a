import type { StaffMember } from '../population/staff.ts';
import type { Html } from './html.ts';
import type { LaunchRequest } from './launch.ts';

/** A person as a host lists them. */
export interface PersonLine {
  readonly id: string;
  /** `SMITH, Jean` */
  readonly name: string;
  /** `YYYY-MM-DD`, or empty. */
  readonly birthDate: string;
  readonly sex: string;
  /** The host's own number for them, as people read it. */
  readonly number: string;
  readonly postcode: string;
}

export interface PersonToTry {
  readonly person: PersonLine;
  /** Stable, for tests: `inpatient`. */
  readonly kind: string;
  /** One line for a newcomer. */
  readonly reason: string;
}

export interface Section {
  readonly key: string;
  readonly title: string;
  /** Absent for the section that embeds the other side's viewer. */
  readonly content?: () => Promise<Html> | Html;
}

export interface OpenPerson {
  readonly line: PersonLine;
  readonly deathDate?: string;
  /** `closed` where this user may not open the record. */
  readonly access: 'closed' | 'open';
  readonly subject: NonNullable<LaunchRequest['subject']>;
  readonly sections: readonly Section[];
}

/** What makes one host differ from the other. Both share their sign-in, search, person page and launch. */
export interface HostSystem {
  readonly clientId: 'mosaic' | 'orion-portal';
  readonly name: string;
  readonly organisation: 'council' | 'health';
  /** `patient` or `person`: the word its users use. */
  readonly personWord: string;
  readonly numberWord: string;
  readonly viewerSection: { readonly key: string; readonly title: string; readonly frameTitle: string };
  readonly searchHint: string;
  readonly stylesheet: string;
  readonly staff: readonly StaffMember[];
  search(text: string): Promise<readonly PersonLine[]>;
  open(id: string, user: StaffMember): Promise<OpenPerson | undefined>;
  peopleToTry(): Promise<readonly PersonToTry[]>;
}
