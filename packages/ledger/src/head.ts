import { canonicalText } from './canonical.ts';
import { LedgerError } from './error.ts';
import type { Shaped } from './shape.ts';
import { base64, count, instant, list, object, sha256, ShapeError, text } from './shape.ts';

const head = object({ logId: text(), treeSize: count, rootHash: sha256, at: instant });
const signature = object({ keyId: sha256, value: base64 });
const signedHead = object({ head, signature, countersignatures: list(signature, 16) });

/** What the log says it holds: `treeSize` leaves under `rootHash`, at `at` (UTC, milliseconds). */
export type Head = Shaped<typeof head>;
/** `keyId` is the SHA-256 of the public key's SPKI; `value` the Ed25519 signature in base64. */
export type Signature = Shaped<typeof signature>;
export type SignedHead = Shaped<typeof signedHead>;

/** Who signs. The role is part of the signed bytes: a log's signature never passes for a witness's. */
export type SigningRole = 'log' | 'witness';

/** The bytes that are signed: `solway-ledger/head/v1/<role>`, a line feed, the head as RFC 8785 JSON. */
export function checkpoint(head: Head, role: SigningRole): Buffer {
  return Buffer.from(`solway-ledger/head/v1/${role}\n${canonicalText(head)}`);
}

/** Reads a head from outside. Throws head-invalid naming the field; unknown fields are refused. */
export function parseSignedHead(value: unknown): SignedHead {
  try {
    return signedHead(value);
  } catch (cause) {
    if (cause instanceof ShapeError) throw new LedgerError('head-invalid', cause.message, { cause });
    throw cause;
  }
}
