import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WitnessError } from './error.ts';

export interface OwnKey {
  readonly private: KeyObject;
  readonly public: KeyObject;
  /** SPKI, as it is handed to whoever is to trust this witness. */
  readonly pem: string;
}

/**
 * The witness's own Ed25519 key: `witness.pem` in its folder, made at the first start, and `witness.pub.pem` beside
 * it to be handed out. A folder that remembers heads and has lost its key is not given another one.
 * @throws {WitnessError} witness-key-missing, witness-key-invalid
 */
export function openOwnKey(folder: string, remembersHeads: boolean): OwnKey {
  const file = join(folder, 'witness.pem');
  if (!existsSync(file)) {
    if (remembersHeads)
      throw new WitnessError(
        'witness-key-missing',
        `${file} is gone, and the heads beside it are signed by it`,
      );
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), {
      mode: 0o600,
      flag: 'wx',
      flush: true,
    });
  }
  const key = readKey(file);
  const half = createPublicKey(key);
  const pem = half.export({ type: 'spki', format: 'pem' }).toString();
  writeFileSync(join(folder, 'witness.pub.pem'), pem);
  return { private: key, public: half, pem };
}

function readKey(file: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(readFileSync(file));
  } catch (cause) {
    throw new WitnessError('witness-key-invalid', `${file} holds no private key`, { cause });
  }
  if (key.asymmetricKeyType !== 'ed25519')
    throw new WitnessError('witness-key-invalid', `the key in ${file} is not an Ed25519 key`);
  return key;
}
