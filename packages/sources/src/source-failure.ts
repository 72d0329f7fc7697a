import { SolwayError } from '@solway/kernel';
import type { SourceAnswer } from './port.ts';

type Because = Extract<SourceAnswer, { state: 'unavailable' }>['because'];

/** Ends a fetch inside an adapter; the adapter's edge turns it into an answer. Its message holds no personal data. */
export class SourceFailure extends SolwayError<Because> {
  asAnswer(): Extract<SourceAnswer, { state: 'unavailable' }> {
    return { state: 'unavailable', because: this.code, detail: this.message };
  }
}

/** The answer for anything that ended a fetch. What is thrown by others may quote data, so only its kind is told. */
export function answerFor(
  error: unknown,
  signal: AbortSignal,
): Extract<SourceAnswer, { state: 'unavailable' }> {
  if (signal.aborted)
    return { state: 'unavailable', because: 'timeout', detail: 'ended by its deadline or caller' };
  if (error instanceof SourceFailure) return error.asAnswer();
  const kind = error instanceof Error ? error.name : typeof error;
  return { state: 'unavailable', because: 'source-error', detail: `unexpected ${kind} in the adapter` };
}
