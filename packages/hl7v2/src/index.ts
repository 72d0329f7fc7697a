export { type AckCode, type AckError, acknowledge, type Acknowledgement, batchOf } from './acknowledge.ts';
export { type PersonSaid, readRegisterChange, type RegisterChange } from './adt.ts';
export { type DecodedMessage, decodeMessage } from './charset.ts';
export { Hl7Error, type Hl7Fault } from './error.ts';
export { escape, unescape } from './escape.ts';
export {
  type Delimiters,
  type Hl7Message,
  parseMessage,
  type Segment,
  segment,
  USUAL_DELIMITERS,
  valueOf,
} from './message.ts';
export { frame, type MllpEvent, MllpReader } from './mllp.ts';
export { type SplitFrame, splitFrame } from './split.ts';
export { dayOf, momentOf, timeStamp } from './time.ts';
