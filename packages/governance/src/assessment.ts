import { type Agreement, compare, grantsOf } from '@solway/agreement';
import type { Instant, IsoDate } from '@solway/kernel';
import { GENERATED, STANDING_RISKS, widerRisk } from './assessment-words.ts';
import type { Risk } from './risk.ts';

export const STEPS = ['need', 'processing', 'consultation', 'necessity'] as const;
export type Step = (typeof STEPS)[number];

/** A data protection impact assessment: seven steps, of which four are words. */
export interface Assessment {
  readonly steps: Readonly<Record<Step, string>>;
  readonly risks: readonly Risk[];
  /** Of each party's data protection officer, at most one. */
  readonly advice: readonly Advice[];
  readonly signOff?: SignOff;
}

export interface Advice {
  readonly party: string;
  readonly name: string;
  readonly at: Instant;
  readonly recommends: 'proceed' | 'do-not-proceed';
  readonly words: string;
}

export interface SignOff {
  readonly party: string;
  readonly name: string;
  readonly role: string;
  readonly at: Instant;
  /** Why, where an officer advised against it. */
  readonly overruling?: string;
  /** Where a high risk remains. */
  readonly regulator?: { readonly consultedOn: IsoDate; readonly outcome: string };
}

/**
 * An assessment as far as the agreement itself knows the answers. Judgements of a risk that stood before are kept;
 * whatever this version newly lets anybody see is a risk of its own that somebody has to judge.
 */
export function generateAssessment(
  agreement: Agreement,
  before?: { readonly agreement: Agreement; readonly assessment?: Assessment },
): Assessment {
  const earlier = new Map((before?.assessment?.risks ?? []).map((risk) => [risk.id, risk]));
  const standing = STANDING_RISKS.filter(({ applies }) => applies(agreement)).map(
    ({ id, words, measures }): Risk => earlier.get(id) ?? { id, words, measures },
  );
  const known = new Set(STANDING_RISKS.map(({ id }) => id));
  const own = [...earlier.values()].filter(({ id }) => !known.has(id) && !id.startsWith('wider-'));
  return {
    steps: {
      need: GENERATED.need(agreement),
      processing: GENERATED.processing(agreement, grantsOf(agreement)),
      consultation: before?.assessment?.steps.consultation ?? GENERATED.consultation(agreement),
      necessity: GENERATED.necessity(agreement),
    },
    risks: [...standing, ...own, ...widerRisks(agreement, before?.agreement)],
    advice: [],
  };
}

function widerRisks(agreement: Agreement, before: Agreement | undefined): readonly Risk[] {
  if (before === undefined) return [];
  const { access } = compare(before, agreement);
  const wider = access.filter(({ kind }) => kind === 'newly-sees' || kind === 'also-for');
  const items = [...new Set(wider.map(({ item }) => item))];
  return items.map((item) =>
    widerRisk(
      item,
      wider.filter((one) => one.item === item),
      agreement,
    ),
  );
}

/** What keeps an assessment from being signed off, in words; none means that it can be. */
export function gapsIn(assessment: Assessment, agreement: Agreement): readonly string[] {
  const advisers = agreement.parties.filter(({ kind }) => kind !== 'joint-board');
  return [
    ...STEPS.filter((step) => assessment.steps[step].trim() === '').map(
      (step) => `The step “${step}” is blank.`,
    ),
    ...assessment.risks
      .filter(({ before, after }) => before === undefined || after === undefined)
      .map(({ words }) => `This risk is not judged: ${words}`),
    ...assessment.risks
      .filter(({ measures }) => measures.trim() === '')
      .map(({ words }) => `No measure is given against: ${words}`),
    ...advisers
      .filter(({ id }) => !assessment.advice.some(({ party }) => party === id))
      .map(({ name }) => `The data protection officer of ${name} has not advised.`),
  ];
}
