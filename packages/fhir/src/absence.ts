import type { OperationOutcomeIssue } from '@medplum/fhirtypes';
import { ITEM_NAMES, type ItemView, type Summary } from '@solway/record';
import { issueOf } from './outcome.ts';

const ITEM_SYSTEM = 'urn:solway:fhir:item';

type Said = readonly [
  code: OperationOutcomeIssue['code'],
  own: string,
  sentence: string,
  severity?: 'information' | 'warning',
];

/**
 * What is to be said of one item beside its entries. Unavailable, unreadable, not shared, none recorded, and a copy or
 * extract with its time are different codes and different sentences, and an item may have several.
 */
export function issuesOf({ item, outcome }: ItemView, owner: Summary['owner']): OperationOutcomeIssue[] {
  const name = ITEM_NAMES[item];
  const { system } = owner;
  return saidOf(outcome, item, system).map(([code, own, sentence, severity = 'warning']) => {
    const issue = issueOf(severity, code, own, `${name}: ${sentence}`);
    issue.details?.coding?.push({ system: ITEM_SYSTEM, code: item, display: name });
    return issue;
  });
}

function saidOf(outcome: ItemView['outcome'], item: string, system: string): readonly Said[] {
  switch (outcome.state) {
    case 'shown': {
      const said: Said[] = [...freshnessSaid(outcome.freshness, system)];
      if (outcome.setAside > 0)
        said.push([
          'incomplete',
          'set-aside',
          `${system} sent more (${outcome.setAside}) that could not be given whole.`,
        ]);
      if (outcome.truncated) said.push(['incomplete', 'truncated', `${system} holds more than was read.`]);
      return said;
    }
    case 'none-recorded':
      return [
        [
          'informational',
          item === 'allergies' ? 'not-asked' : 'none-recorded',
          item === 'allergies'
            ? 'nobody has recorded an answer. This does not mean that there are none.'
            : `${system} answered, and holds nothing here that can be shown.`,
          'information',
        ],
        ...freshnessSaid(outcome.freshness, system),
      ];
    case 'unreadable':
      return [
        [
          'incomplete',
          'unreadable',
          `${system} holds records that could not be read. This is not none recorded.`,
        ],
        ...freshnessSaid(outcome.freshness, system),
      ];
    case 'unavailable':
      return [
        [
          outcome.because === 'timeout'
            ? 'timeout'
            : outcome.because === 'source-down'
              ? 'transient'
              : 'exception',
          'unavailable',
          `${system} gave no answer (${outcome.because}). This does not mean there is nothing recorded.`,
        ],
      ];
    case 'not-shared':
      return [['suppressed', 'not-shared', outcome.sentence]];
  }
}

/** Only the source's own present record goes without a word about its time. */
function freshnessSaid(
  { kind, asOf }: { readonly kind: 'live' | 'copy' | 'extract'; readonly asOf: string },
  system: string,
): readonly Said[] {
  if (kind === 'live') return [];
  return [['informational', `as-of-${kind}`, `as ${system} had it at ${asOf} (${kind}).`, 'information']];
}

/** Said of a person with no link, one under review, one suspended, and one who may not be known of: the same words. */
export const NOT_MATCHED =
  'There is no match to the other organisation’s record, or the match is under review. This does not mean that the person is not known to it.';
