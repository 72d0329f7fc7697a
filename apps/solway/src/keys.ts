import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The key that signs the ledger's heads: read from the data folder, or made there at the first start. */
export function ledgerKey(dataFolder: string): KeyObject {
  const folder = join(dataFolder, 'keys');
  const file = join(folder, 'ledger-signing.pem');
  if (existsSync(file)) return createPrivateKey(readFileSync(file));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  writeFileSync(join(folder, 'ledger-signing.pub.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
  return privateKey;
}
