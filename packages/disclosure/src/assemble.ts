import { createHash } from 'node:crypto';
import { barMarks, type Decision, explain } from '@solway/agreement';
import type { ItemOutcome, ItemType, ItemView, Mark } from '@solway/record';
import type { OpenedView } from '@solway/store';
import type { ItemDecision } from './decide.ts';
import type { ItemAnswer } from './fetch.ts';
import { OBJECTION_REASON, objectedItem } from './objection.ts';
import type { ResolvedPerson } from './resolve.ts';
import type { AgreementInForce } from './walk.ts';

/** One item as it will be released, with what the ledger says of it. */
export interface AssembledItem {
  readonly view: ItemView;
  readonly decision: ItemDecision['decision'];
  /** SHA-256 of the JSON text of the entries as released; only where something is shown. */
  readonly digest?: string;
  /** Entries that a mark barred: in the ledger, never on the page. */
  readonly barred: number;
  /** What withheld it beyond its own decision, as `gate:code`. */
  readonly beyond?: string;
}

export type Assembled =
  | { readonly state: 'matched'; readonly items: readonly AssembledItem[] }
  /** The source itself, asked just now, says that this viewer may not know of this person. */
  | { readonly state: 'restricted-by-source'; readonly mark: Mark };

const PERSON_BARS: readonly Mark[] = ['restricted-person', 'protected-identity'];

/** Step 6: restrictions applied to what came back, and each item given its one state. */
export function assemble(
  inForce: AgreementInForce | undefined,
  { view }: OpenedView,
  person: ResolvedPerson,
  decisions: readonly ItemDecision[],
  answers: readonly ItemAnswer[],
  objected: (item: ItemType) => boolean,
): Assembled {
  const byItem = new Map(answers.map((one) => [one.item, one]));
  for (const { answer } of answers) {
    if (answer.state !== 'answered') continue;
    const mark = answer.personMarks.find((one) => PERSON_BARS.includes(one));
    if (mark !== undefined && !(mark === 'restricted-person' && person.restricted && person.allowListed)) {
      return { state: 'restricted-by-source', mark };
    }
  }
  const agreement = inForce?.compiled;
  const viewer = {
    organisation: view.organisation,
    role: view.role,
    purpose: view.purpose,
    allowListed: person.allowListed,
  };
  const items = decisions.map(({ item, decision }): AssembledItem => {
    const answered = byItem.get(item);
    if (decision.outcome === 'granted' && objected(item))
      return { view: objectedItem(item), decision, barred: 0, beyond: OBJECTION_REASON };
    if (decision.outcome === 'refused' || answered === undefined) {
      return { view: refusedItem(item, decision), decision, barred: 0 };
    }
    const { answer } = answered;
    if (answer.state === 'unavailable') {
      const outcome: ItemOutcome = {
        state: 'unavailable',
        because: answer.because,
        waitedMs: Math.round(answered.elapsedMs),
      };
      return { view: { item, outcome } as ItemView, decision, barred: 0 };
    }
    const entries = answer.entries.filter(
      (entry) => barMarks(agreement, item, entry.marks, viewer).length === 0,
    );
    const shown = new Set(entries.map((entry) => entry.id));
    const barredIds = new Set(answer.entries.filter(({ id }) => !shown.has(id)).map(({ id }) => id));
    // That part of a barred entry could not be read, or that it came twice, would tell that there is one.
    const setAside = answer.setAside.filter((one) => !barredIds.has(one.recordId));
    const unread = setAside.filter((one) => !one.entryShown).length;
    const { freshness } = answer;
    const barred = answer.entries.length - entries.length;
    if (entries.length === 0) {
      // What was not read, for there being too much of it, may hold what could be shown.
      const outcome: ItemOutcome =
        unread > 0 || answer.truncated
          ? { state: 'unreadable', freshness, setAside: unread }
          : { state: 'none-recorded', freshness };
      return { view: { item, outcome } as ItemView, decision, barred };
    }
    const outcome = {
      state: 'shown',
      entries,
      freshness,
      setAside: setAside.length,
      truncated: answer.truncated,
    };
    return { view: { item, outcome } as ItemView, decision, barred, digest: sha256(JSON.stringify(entries)) };
  });
  return { state: 'matched', items };
}

/** What a page says of an item that its decision refused. */
export function refusedItem(item: ItemType, decision: Decision): ItemView {
  const outcome: ItemOutcome = {
    state: 'not-shared',
    sentence: explain(decision, 'practitioner'),
    cause: causeOf(decision),
    ...(decision.level === undefined ? {} : { level: decision.level }),
  };
  return { item, outcome } as ItemView;
}

const CLAUSE_GATES: ReadonlySet<string> = new Set(['agreement', 'clause', 'level', 'role', 'purpose']);

/** Whether the agreement itself withholds an item, or something that may be otherwise tomorrow. */
function causeOf(decision: ItemDecision['decision']): 'agreement' | 'now' {
  return decision.outcome === 'refused' && !decision.reasons.some(({ gate }) => CLAUSE_GATES.has(gate))
    ? 'now'
    : 'agreement';
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
