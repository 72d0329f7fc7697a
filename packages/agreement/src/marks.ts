import type { ItemType, Mark } from '@solway/record';
import { type CompiledAgreement, tableBehind } from './compile.ts';

/** Who an entry would be shown to. `allowListed`: named on the restricted person's own list. */
export interface MarkViewer {
  readonly organisation: string;
  readonly role: string;
  readonly purpose: string;
  readonly allowListed: boolean;
}

/**
 * Which of an entry's marks bar it from this viewer; empty means none does. Every mark bars, known or not, except
 * one that the item's own clause lifts for this role and purpose, and `restricted-person` for a viewer on the
 * person's allow-list. Never throws: what can't be judged bars.
 */
export function barMarks(
  compiled: CompiledAgreement | undefined,
  item: ItemType,
  marks: readonly Mark[],
  viewer: MarkViewer,
): readonly Mark[] {
  try {
    const table = tableBehind(compiled);
    const clause = table?.clauses.get(item);
    const party = table?.parties.get(viewer.organisation);
    const receives =
      clause !== undefined && party?.kind === clause.to && party.roles.has(viewer.role) === true;
    return marks.filter((mark) => {
      if (mark === 'restricted-person') return viewer.allowListed !== true;
      return !(
        receives &&
        clause.lifts.some(
          (lift) => lift.mark === mark && lift.roles.has(viewer.role) && lift.purposes.has(viewer.purpose),
        )
      );
    });
  } catch {
    return ALL_MARKS;
  }
}

const ALL_MARKS: readonly Mark[] = [
  'sealed',
  'third-party',
  'sexual-health',
  'fertility',
  'protected-identity',
  'restricted-person',
];
