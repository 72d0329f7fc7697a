import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { canonicalText, keyId } from '@solway/ledger';
import type { SignatureRow, VersionRow } from '@solway/store';

/** What an officer puts their name to; every part of it is under the signature. */
export type Signed = Omit<SignatureRow, 'key_id' | 'value' | 'voided_at'> &
  Pick<VersionRow, 'agreement_id' | 'version'>;

/** Kept apart from everything else that the same key signs. */
const PURPOSE = 'solway-agreement/signature/v1';

/** The server vouches that this officer, signed in and vouched for, put their name to this text at this moment. */
export function signFor(signed: Signed, key: KeyObject): Pick<SignatureRow, 'key_id' | 'value'> {
  return { key_id: keyId(key), value: sign(null, messageOf(signed), key).toString('base64') };
}

/** Whether a stored signature is one that was made for this version and says what it said then. */
export function isGenuine(row: SignatureRow, version: VersionRow, key: KeyObject): boolean {
  const publicKey = createPublicKey(key);
  if (row.key_id !== keyId(publicKey) || row.version_id !== version.version_id) return false;
  const { agreement_id, version: number } = version;
  const message = messageOf({ ...row, agreement_id, version: number });
  return verify(null, message, publicKey, Buffer.from(row.value, 'base64'));
}

function messageOf(signed: Signed): Buffer {
  const { id, version_id, agreement_id, version, digest, party, role, office, user_id, name, at } = signed;
  const said = { id, version_id, agreement_id, version, digest, party, role, office, user_id, name, at };
  return Buffer.from(`${PURPOSE}\n${canonicalText(said)}`);
}
