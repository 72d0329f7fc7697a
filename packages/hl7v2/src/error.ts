import { SolwayError } from '@solway/kernel';

/** Why a message, or a part of one, can't be taken. The words never quote the message. */
export type Hl7Fault =
  /** There is no MSH segment, or it can't be read. */
  | 'header-missing'
  | 'delimiters-invalid'
  | 'segment-invalid'
  | 'too-many-segments'
  /** MSH-18 names a character set that isn't taken, or the bytes are not of the one it names. */
  | 'charset-unknown'
  | 'charset-wrong'
  | 'control-id-missing'
  | 'type-unsupported'
  | 'event-unsupported'
  | 'segment-missing'
  /** No CHI number in PID-3 or MRG-1, more than one where one is meant, or one that is wrong. */
  | 'chi-missing'
  | 'chi-doubled'
  | 'chi-invalid'
  | 'surname-missing'
  /** A merge or link of a number with itself. */
  | 'same-number';

export class Hl7Error extends SolwayError<Hl7Fault> {
  /** As ERR-2 names it: `PID^1^3`. */
  readonly location: string | undefined;

  constructor(code: Hl7Fault, message: string, location?: string) {
    super(code, message);
    this.location = location;
  }
}
