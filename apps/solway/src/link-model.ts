import { FIRST_MODEL } from '@solway/identity';
import type { LinkRow } from '@solway/store';
import type { GlassLink } from '@solway/web';

/** What a link's explanation holds: see `identity`'s scores. */
interface Explanation {
  readonly runnerUp?: number;
  readonly fields?: readonly { readonly field: string; readonly level: string; readonly weight: number }[];
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  birthDate: 'date of birth',
  chiHeld: 'CHI number held by Mosaic',
  twin: 'may be a twin',
};

/** A link's score as the pages draw it. */
export function linkModel(
  link: LinkRow,
  over: { readonly decidedBy?: string; readonly runnerUpBits?: number } = {},
): GlassLink {
  const explanation: Explanation = link.explanation;
  const runnerUpBits = over.runnerUpBits ?? explanation.runnerUp;
  const fields = explanation.fields ?? [];
  return {
    state: link.state === 'undone' ? 'suspended' : link.state,
    decidedBy: over.decidedBy ?? link.made_by,
    decidedAt: link.changed_at,
    model: `${FIRST_MODEL.name}, ${FIRST_MODEL.dated}`,
    priorBits: fields.find((one) => one.field === 'prior')?.weight ?? 0,
    totalBits: link.match_weight,
    thresholdBits: FIRST_MODEL.thresholds.link,
    ...(runnerUpBits === undefined ? {} : { runnerUpBits }),
    fields: fields
      .filter((one) => one.field !== 'prior')
      .map((one) => ({
        name: FIELD_WORDS[one.field] ?? one.field,
        comparison: one.level,
        weightBits: one.weight,
      })),
  };
}
