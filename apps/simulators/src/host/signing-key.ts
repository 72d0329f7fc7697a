import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type CryptoKey,
  type JWK,
} from 'jose';

/** The host's Ed25519 key: it signs what the host asks of Solway over the back channel. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  /** For `GET /jwks.json`. */
  readonly publicJwk: JWK;
}

/** Made at the first start into the stand-in's own folder, read again at the next. */
export async function openSigningKey(folder: string): Promise<SigningKey> {
  const path = join(folder, 'signing-key.json');
  if (!existsSync(path)) {
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    writeFileSync(path, JSON.stringify(await exportJWK(privateKey)), { mode: 0o600 });
    chmodSync(path, 0o600);
  }
  const { d, ...open } = JSON.parse(readFileSync(path, 'utf8')) as JWK & { d: string };
  const kid = await calculateJwkThumbprint(open);
  const privateKey = (await importJWK({ ...open, d }, 'EdDSA')) as CryptoKey;
  return { kid, privateKey, publicJwk: { ...open, kid, alg: 'EdDSA', use: 'sig' } };
}
