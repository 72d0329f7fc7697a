import type { Decision, Gate, Reason } from '@solway/agreement';
import type { ItemDecision } from './decide.ts';

/** Gates about the person and not the viewer: what they say is secret until something is granted. */
const OF_THE_PERSON: ReadonlySet<Gate> = new Set<Gate>(['link', 'restriction', 'protected-identity']);

/**
 * The decisions as they would be of anybody: what stands in the way about this person is left out, so that nothing
 * said from the result tells one person from another. `granted` where nothing else was in the way.
 */
export function ofTheViewer(
  decisions: readonly ItemDecision[],
): readonly { readonly item: ItemDecision['item']; readonly decision: Decision | 'granted' }[] {
  return decisions.map(({ item, decision }) => {
    if (decision.outcome === 'granted') return { item, decision: 'granted' };
    const [first, ...others]: readonly Reason[] = decision.reasons.filter(
      ({ gate }) => !OF_THE_PERSON.has(gate),
    );
    return { item, decision: first === undefined ? 'granted' : { ...decision, reasons: [first, ...others] } };
  });
}
