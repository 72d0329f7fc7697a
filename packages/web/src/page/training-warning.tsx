import type { VNode } from 'preact';
import type { PageContext } from './context.ts';

const WORDS = {
  grace: 'Your training for this summary is due for renewal: complete it soon. Until then everything works.',
  overdue:
    'Your training for this summary is overdue: complete it now. Some of what follows is shown all the same, to keep people safe.',
} as const;

/** That the viewer's own training is due, while they still see what they see. */
export function trainingWarning({ summary: { training } }: PageContext): VNode | undefined {
  return training === undefined ? undefined : <p class={`training ${training}`}>{WORDS[training]}</p>;
}
