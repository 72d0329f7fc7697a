export type { LedgerErrorCode } from './error.ts';
export { LedgerError, ledgerErrorCodes } from './error.ts';
export type { Entry, EntryKind, EntryOf, Personal, PublicEntry } from './entry.ts';
export { entryKinds, parseEntry, parsePublicEntry } from './entry.ts';
export type { OpenedEntry, SealedEntry } from './seal.ts';
export { openEntry, readLeaf, sealEntry } from './seal.ts';
export { canonicalText, parseCanonical } from './canonical.ts';
export type { Hash } from './merkle/hash.ts';
export { commitmentHash, emptyRoot, leafHash, nodeHash } from './merkle/hash.ts';
export type { AccumulatorState, NodeSink } from './merkle/accumulator.ts';
export { Accumulator } from './merkle/accumulator.ts';
export type { NodeReader } from './merkle/nodes.ts';
export { MemoryNodes } from './merkle/nodes.ts';
export { nodesRead, proveConsistency, proveInclusion, rootAt } from './merkle/prove.ts';
export type { Consistency, Inclusion } from './merkle/verify.ts';
export { verifyConsistency, verifyInclusion } from './merkle/verify.ts';
export type { Head, Signature, SignedHead, SigningRole } from './head.ts';
export { checkpoint, parseSignedHead } from './head.ts';
export type { Keyring, TrustedKeys } from './sign.ts';
export {
  countersign,
  keyId,
  keyring,
  signHead,
  verifyHeadSignature,
  verifySignedHead,
  withCountersignature,
} from './sign.ts';
export type { Consideration, HeadOffer, RefusalReason, WitnessPolicy } from './witness.ts';
export { considerHead } from './witness.ts';
export type { ExportHeader } from './export/format.ts';
export type { ExportSource, StoredEntry } from './export/write.ts';
export { writeExport } from './export/write.ts';
export type { Certainty, Finding } from './export/finding.ts';
export { findingWords } from './export/finding.ts';
export type { Verification, VerifyOptions } from './export/verify.ts';
export { verifyExport } from './export/verify.ts';
export type { CommandIo } from './verify-command.ts';
export { verifyCommand, verifyUsage } from './verify-command.ts';
