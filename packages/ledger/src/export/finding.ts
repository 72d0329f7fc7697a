import type { Hash } from '../merkle/hash.ts';

/** How far the place can be trusted: to the entry, or only to the stretch between two countersigned heads. */
export type Certainty = 'exact' | 'as-listed';

interface AtEntry {
  /** The place in the log, from 0. */
  readonly sequence: number;
  /** The line of the file, from 1, where there is one. */
  readonly line: number | null;
  /** The id that the entry found there gives itself, where it can be read. */
  readonly entryId: string | null;
  /** `exact`: a countersigned head vouches for what should be there. `as-listed`: only the file's own list does. */
  readonly certainty: Certainty;
}

/** What a verifier found wrong. Each code is explained in docs/reference/ledger.md. */
export type Finding =
  | ({ readonly code: 'entry-changed'; readonly expected: Hash; readonly found: Hash } & AtEntry)
  | ({ readonly code: 'entry-dropped'; readonly expected: Hash } & AtEntry)
  | ({ readonly code: 'entry-added'; readonly found: Hash } & AtEntry)
  | ({ readonly code: 'entry-reordered'; readonly from: number; readonly to: number } & AtEntry)
  | ({
      readonly code: 'personal-changed' | 'personal-missing' | 'personal-added' | 'entry-unreadable';
    } & AtEntry)
  | ({ readonly code: 'entries-missing'; readonly through: number } & AtEntry)
  | {
      /** Somewhere from `sequence` to `through` the entries, and the list of them, are not what was countersigned. */
      readonly code: 'batch-altered';
      readonly sequence: number;
      readonly through: number;
      readonly line: number | null;
      /** The log's own, uncountersigned head still agrees with the file up to here. */
      readonly logAgreesTo: number;
    }
  | {
      readonly code: 'list-altered';
      readonly sequence: number;
      readonly through: number;
      readonly line: number | null;
    }
  | {
      readonly code:
        | 'head-invalid'
        | 'head-key-unknown'
        | 'head-signature-wrong'
        | 'head-other-log'
        | 'head-from-future'
        | 'head-time-backwards'
        | 'head-forked'
        | 'head-contradicted'
        | 'rolled-back';
      readonly sequence: number;
      readonly line: number | null;
      readonly words: string;
    }
  | {
      readonly code:
        | 'start-unproved'
        | 'line-malformed'
        | 'line-too-long'
        | 'torn'
        | 'truncated'
        | 'nothing-countersigned';
      readonly sequence: number;
      readonly line: number;
      readonly words: string;
    };

/** One sentence for a person. */
export function findingWords(finding: Finding): string {
  const entry = `entry ${finding.sequence}`;
  switch (finding.code) {
    case 'entry-changed':
      return `${entry} was changed`;
    case 'entry-dropped':
      return `${entry} was dropped`;
    case 'entry-added':
      return `an entry was added where ${entry} should be`;
    case 'entry-reordered':
      return `entry ${finding.from} was moved to where entry ${finding.to} should be`;
    case 'personal-changed':
      return `the personal part of ${entry} was changed`;
    case 'personal-missing':
      return `the personal part of ${entry} is neither there nor marked as erased`;
    case 'personal-added':
      return `a personal part was added to ${entry}, which has none`;
    case 'entry-unreadable':
      return `${entry} is not in the form of an entry`;
    case 'entries-missing':
      return `entries ${finding.sequence} to ${finding.through} were dropped`;
    case 'batch-altered':
      return `entries were changed, dropped, added or reordered somewhere from ${finding.sequence} to ${finding.through}`;
    case 'list-altered':
      return `the list of leaf hashes was altered; entries ${finding.sequence} to ${finding.through} themselves are right`;
    case 'head-invalid':
    case 'head-key-unknown':
    case 'head-signature-wrong':
    case 'head-other-log':
    case 'head-from-future':
    case 'head-time-backwards':
    case 'head-forked':
    case 'head-contradicted':
    case 'rolled-back':
    case 'start-unproved':
    case 'line-malformed':
    case 'line-too-long':
    case 'torn':
    case 'truncated':
    case 'nothing-countersigned':
      return finding.words;
  }
}
