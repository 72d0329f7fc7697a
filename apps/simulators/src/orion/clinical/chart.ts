import { dayOf, isoOf } from '../../population/calendar.ts';
import { Random } from '../../population/random.ts';
import type { RegisterEntry } from '../../population/register.ts';

/** A person on the board's register, as the stand-in keeps them. */
export interface RegisteredPatient {
  /** Position in the stand-in's own register, from 1. */
  readonly number: number;
  /** The FHIR logical id: not the CHI number. */
  readonly id: string;
  readonly entry: RegisterEntry;
}

/** What a resource is made from: one person, one day, and chance that is the same every time it is asked. */
export class Chart {
  readonly patient: RegisteredPatient;
  /** Whole days since 1970 of the day on which the chart is read. */
  readonly today: number;
  readonly now: number;
  readonly age: number;
  readonly #seed: number;

  constructor(patient: RegisteredPatient, seed: number, now: number) {
    this.patient = patient;
    this.#seed = seed;
    this.now = now;
    this.today = Math.floor(now / 86_400_000);
    this.age = (this.today - dayOf(patient.entry.birthDate)) / 365.25;
  }

  get isDead(): boolean {
    return this.patient.entry.deathDate !== '';
  }

  get subject(): { readonly reference: string } {
    return { reference: `Patient/${this.patient.id}` };
  }

  random(purpose: string, ...indices: readonly number[]): Random {
    return new Random(this.#seed, purpose, this.patient.entry.chi, ...indices);
  }

  /** `p12-condition-3` */
  id(kind: string, index: number): string {
    return `${this.patient.id}-${kind}-${index}`;
  }

  /** `YYYY-MM-DD`, never before birth. */
  daysAgo(days: number): string {
    return isoOf(Math.max(this.today - days, dayOf(this.patient.entry.birthDate)));
  }

  /** A moment on the hour or the half, `days` from today (negative is before). */
  moment(days: number, random: Random, hours: readonly [number, number] = [8, 17]): string {
    const hour = `${random.between(hours[0], hours[1])}`.padStart(2, '0');
    return `${isoOf(this.today + days)}T${hour}:${random.pick(['00', '15', '30', '45'])}:00Z`;
  }

  /** The last of the two daily extracts that are sent at 06:00 and 18:00 UTC. */
  get lastExtract(): string {
    const half = 43_200_000;
    const sixAm = half / 2;
    return new Date(Math.floor((this.now - sixAm) / half) * half + sixAm).toISOString();
  }
}
