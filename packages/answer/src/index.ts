export { CAPACITY_PRESUMED_AT, type Due, dueOn, type RequestClock, type Stop } from './clock.ts';
export {
  answerDocument,
  type AnswerDocument,
  type Decided,
  type Detail,
  type Gathered,
  type Section,
  SECTIONS,
  undecided,
} from './document.ts';
export { type HeldFact, type Hold, HOLDS, holdsOfFact, holdsOfLook, type Looked } from './withhold.ts';
