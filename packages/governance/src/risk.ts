export const LIKELIHOODS = ['remote', 'possible', 'probable'] as const;
export const SEVERITIES = ['minimal', 'significant', 'severe'] as const;
export type Likelihood = (typeof LIKELIHOODS)[number];
export type Severity = (typeof SEVERITIES)[number];
export type RiskLevel = 'low' | 'medium' | 'high';

const LEVELS: Readonly<Record<Severity, Readonly<Record<Likelihood, RiskLevel>>>> = {
  minimal: { remote: 'low', possible: 'low', probable: 'low' },
  significant: { remote: 'low', possible: 'medium', probable: 'high' },
  severe: { remote: 'low', possible: 'high', probable: 'high' },
};

/** Likelihood × severity, as the UK regulator's own template for an impact assessment reckons it. */
export function riskLevel(likelihood: Likelihood, severity: Severity): RiskLevel {
  return LEVELS[severity][likelihood];
}

interface Judged {
  readonly likelihood: Likelihood;
  readonly severity: Severity;
}

export interface Risk {
  /** Stable, so that a judgement is carried to the next version: `wrong-person`. */
  readonly id: string;
  readonly words: string;
  /** Before measures; undefined until somebody has judged it. */
  readonly before?: Judged;
  readonly measures: string;
  /** What remains with the measures. */
  readonly after?: Judged;
}

/** The highest risk that remains; undefined while one is not judged. */
export function residualLevel(risks: readonly Risk[]): RiskLevel | undefined {
  if (risks.some(({ before, after }) => before === undefined || after === undefined)) return undefined;
  const levels = risks.map(({ after }) => riskLevel(after!.likelihood, after!.severity));
  return (['high', 'medium', 'low'] as const).find((level) => levels.includes(level)) ?? 'low';
}
