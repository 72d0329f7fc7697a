import { type Agreement, type AgreementProblem, digest, parseAgreement } from '@solway/agreement';
import type { IsoDate } from '@solway/kernel';
import type { Office, VersionText } from '@solway/store';

/** A text as a version can hold it: its shape is right, though what it says may not hold together yet. */
export interface ReadVersion {
  readonly agreement: Agreement;
  readonly problems: readonly AgreementProblem[];
  readonly columns: VersionText;
  readonly offices: readonly Office[];
}

/** Undefined for `read` where the text is not of the shape of an agreement at all. */
export function readVersion(text: string): {
  readonly read?: ReadVersion;
  readonly problems: readonly AgreementProblem[];
} {
  const parsed = parseAgreement(text);
  const problems = parsed.ok ? [] : parsed.problems;
  const agreement = parsed.ok ? parsed.agreement : parsed.draft;
  if (agreement === undefined) return { problems };
  const { start, end, review, reviewGraceDays } = agreement.implementation;
  return {
    problems,
    read: {
      agreement,
      problems,
      offices: agreement.parties.flatMap(({ id, signingOfficers }) =>
        signingOfficers.map(({ office, role }) => ({ party: id, role, office })),
      ),
      columns: {
        agreement_id: agreement.id,
        version: agreement.version,
        text,
        digest: problems.length === 0 ? digest(agreement) : null,
        title: agreement.title,
        level: agreement.level,
        starts_on: start as IsoDate,
        ends_on: end as IsoDate,
        review_on: review as IsoDate,
        review_grace_days: reviewGraceDays,
      },
    },
  };
}

export function faultWords(problems: readonly AgreementProblem[]): string {
  return problems
    .slice(0, 5)
    .map(({ line, message }) => `line ${line}: ${message}`)
    .join('; ');
}
