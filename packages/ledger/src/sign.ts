import type { KeyObject } from 'node:crypto';
import { createHash, createPublicKey, sign, verify } from 'node:crypto';
import { LedgerError } from './error.ts';
import type { Head, Signature, SignedHead, SigningRole } from './head.ts';
import { checkpoint, parseSignedHead } from './head.ts';
import type { Hash } from './merkle/hash.ts';

/** The only things a verifier trusts. More than one key of a side is for a key that was replaced. */
export interface TrustedKeys {
  readonly log: readonly KeyObject[];
  readonly witness: readonly KeyObject[];
}

/** The keys ready to be looked up by id. */
export interface Keyring {
  readonly log: ReadonlyMap<Hash, KeyObject>;
  readonly witness: ReadonlyMap<Hash, KeyObject>;
}

/** SHA-256 of the public half as SPKI DER. Takes either half. Throws key-invalid unless it is Ed25519. */
export function keyId(key: KeyObject): Hash {
  if (key.asymmetricKeyType !== 'ed25519')
    throw new LedgerError('key-invalid', 'the key is not an Ed25519 key');
  const half = key.type === 'private' ? createPublicKey(key) : key;
  return createHash('sha256')
    .update(half.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

/** Throws key-invalid when a side has no key, keys-not-distinct when one key stands on both sides. */
export function keyring(trusted: TrustedKeys): Keyring {
  const ring = { log: byId(trusted.log), witness: byId(trusted.witness) };
  if (ring.log.size === 0 || ring.witness.size === 0)
    throw new LedgerError('key-invalid', 'each side needs a key');
  for (const id of ring.log.keys()) {
    if (ring.witness.has(id))
      throw new LedgerError('keys-not-distinct', 'the log and the witness share a key');
  }
  return ring;
}

function byId(keys: readonly KeyObject[]): Map<Hash, KeyObject> {
  return new Map(keys.map((key) => [keyId(key), key]));
}

/** The log's own signature on a head that nobody has countersigned yet. Throws head-invalid, key-invalid. */
export function signHead(head: Head, logKey: KeyObject): SignedHead {
  const signature = signAs('log', head, logKey);
  return parseSignedHead({ head, signature, countersignatures: [] });
}

/** A witness's signature on the same head; `considerHead` decides whether to give it. Throws key-invalid. */
export function countersign(head: Head, witnessKey: KeyObject): Signature {
  return signAs('witness', head, witnessKey);
}

/** The head with one more countersignature; the same witness again replaces its own. */
export function withCountersignature(signed: SignedHead, countersignature: Signature): SignedHead {
  const others = signed.countersignatures.filter(({ keyId }) => keyId !== countersignature.keyId);
  return parseSignedHead({ ...signed, countersignatures: [...others, countersignature] });
}

/** Throws head-key-unknown or head-signature-wrong. */
export function verifyHeadSignature(
  role: SigningRole,
  head: Head,
  signature: Signature,
  keys: ReadonlyMap<Hash, KeyObject>,
): void {
  const key = keys.get(signature.keyId);
  if (!key)
    throw new LedgerError('head-key-unknown', `the ${role} signature is by a key that is not trusted`);
  if (!verify(null, checkpoint(head, role), key, Buffer.from(signature.value, 'base64'))) {
    throw new LedgerError('head-signature-wrong', `the ${role} signature is not one over this head`);
  }
}

/**
 * Checks the log's signature and says whether a trusted witness has countersigned. A countersignature that
 * claims to be a trusted witness's and is not throws head-signature-wrong; when there are only strangers',
 * head-key-unknown; beside a trusted one they are passed over.
 */
export function verifySignedHead(signed: SignedHead, keys: Keyring): 'signed' | 'countersigned' {
  verifyHeadSignature('log', signed.head, signed.signature, keys.log);
  const known = signed.countersignatures.filter(({ keyId }) => keys.witness.has(keyId));
  for (const one of known) verifyHeadSignature('witness', signed.head, one, keys.witness);
  if (known.length > 0) return 'countersigned';
  if (signed.countersignatures.length === 0) return 'signed';
  throw new LedgerError('head-key-unknown', 'the head is countersigned only by keys that are not trusted');
}

function signAs(role: SigningRole, head: Head, key: KeyObject): Signature {
  const id = keyId(key);
  if (key.type !== 'private') throw new LedgerError('key-invalid', 'signing needs the private key');
  return { keyId: id, value: sign(null, checkpoint(head, role), key).toString('base64') };
}
