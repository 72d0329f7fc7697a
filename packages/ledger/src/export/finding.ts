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
  | ({ readonly code: 'ENTRY_CHANGED'; readonly expected: Hash; readonly found: Hash } & AtEntry)
  | ({ readonly code: 'ENTRY_DROPPED'; readonly expected: Hash } & AtEntry)
  | ({ readonly code: 'ENTRY_ADDED'; readonly found: Hash } & AtEntry)
  | ({ readonly code: 'ENTRY_REORDERED'; readonly from: number; readonly to: number } & AtEntry)
  | ({
      readonly code: 'PERSONAL_CHANGED' | 'PERSONAL_MISSING' | 'PERSONAL_ADDED' | 'ENTRY_UNREADABLE';
    } & AtEntry)
  | ({ readonly code: 'ENTRIES_MISSING'; readonly through: number } & AtEntry)
  | {
      /** Somewhere from `sequence` to `through` the entries, and the list of them, are not what was countersigned. */
      readonly code: 'BATCH_ALTERED';
      readonly sequence: number;
      readonly through: number;
      readonly line: number | null;
      /** The log's own, uncountersigned head still agrees with the file up to here. */
      readonly logAgreesTo: number;
    }
  | {
      readonly code: 'LIST_ALTERED';
      readonly sequence: number;
      readonly through: number;
      readonly line: number | null;
    }
  | {
      readonly code:
        | 'HEAD_INVALID'
        | 'HEAD_KEY_UNKNOWN'
        | 'HEAD_SIGNATURE_WRONG'
        | 'HEAD_OTHER_LOG'
        | 'HEAD_FROM_FUTURE'
        | 'HEAD_TIME_BACKWARDS'
        | 'HEAD_FORKED'
        | 'HEAD_CONTRADICTED'
        | 'ROLLED_BACK';
      readonly sequence: number;
      readonly line: number | null;
      readonly words: string;
    }
  | {
      readonly code:
        | 'START_UNPROVED'
        | 'LINE_MALFORMED'
        | 'LINE_TOO_LONG'
        | 'TORN'
        | 'TRUNCATED'
        | 'NOTHING_COUNTERSIGNED';
      readonly sequence: number;
      readonly line: number;
      readonly words: string;
    };

/** One sentence for a person. */
export function findingWords(finding: Finding): string {
  const entry = `entry ${finding.sequence}`;
  switch (finding.code) {
    case 'ENTRY_CHANGED':
      return `${entry} was changed`;
    case 'ENTRY_DROPPED':
      return `${entry} was dropped`;
    case 'ENTRY_ADDED':
      return `an entry was added where ${entry} should be`;
    case 'ENTRY_REORDERED':
      return `entry ${finding.from} was moved to where entry ${finding.to} should be`;
    case 'PERSONAL_CHANGED':
      return `the personal part of ${entry} was changed`;
    case 'PERSONAL_MISSING':
      return `the personal part of ${entry} is neither there nor marked as erased`;
    case 'PERSONAL_ADDED':
      return `a personal part was added to ${entry}, which has none`;
    case 'ENTRY_UNREADABLE':
      return `${entry} is not in the form of an entry`;
    case 'ENTRIES_MISSING':
      return `entries ${finding.sequence} to ${finding.through} were dropped`;
    case 'BATCH_ALTERED':
      return `entries were changed, dropped, added or reordered somewhere from ${finding.sequence} to ${finding.through}`;
    case 'LIST_ALTERED':
      return `the list of leaf hashes was altered; entries ${finding.sequence} to ${finding.through} themselves are right`;
    case 'HEAD_INVALID':
    case 'HEAD_KEY_UNKNOWN':
    case 'HEAD_SIGNATURE_WRONG':
    case 'HEAD_OTHER_LOG':
    case 'HEAD_FROM_FUTURE':
    case 'HEAD_TIME_BACKWARDS':
    case 'HEAD_FORKED':
    case 'HEAD_CONTRADICTED':
    case 'ROLLED_BACK':
    case 'START_UNPROVED':
    case 'LINE_MALFORMED':
    case 'LINE_TOO_LONG':
    case 'TORN':
    case 'TRUNCATED':
    case 'NOTHING_COUNTERSIGNED':
      return finding.words;
  }
}
