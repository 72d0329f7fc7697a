import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';

/** What an identity provider signs and is known by. */
export interface ProviderKeys {
  readonly signing: JWK;
  readonly cookies: readonly string[];
  /** What Solway proves itself with. */
  readonly clientSecret: string;
}

/** Development keys: made at the first start into the stand-in's own folder, read again at the next. */
export async function openProviderKeys(folder: string): Promise<ProviderKeys> {
  const path = join(folder, 'sign-in-keys.json');
  if (!existsSync(path)) {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const signing = { ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid: 'sign-in-1' };
    const keys: ProviderKeys = {
      signing,
      cookies: [randomBytes(32).toString('base64url')],
      clientSecret: randomBytes(32).toString('base64url'),
    };
    writeFileSync(path, JSON.stringify(keys), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(path, 'utf8')) as ProviderKeys;
}
