import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Configuration, ConfigurationError } from './configuration.ts';
import type { WitnessRegistration } from './witness-client.ts';

/** The key that signs the ledger's heads: read from the data folder, or made there at the first start. */
export function ledgerKey(dataFolder: string): KeyObject {
  const folder = keysFolder(dataFolder);
  const file = join(folder, 'ledger-signing.pem');
  if (existsSync(file)) return createPrivateKey(readFileSync(file));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  writeFileSync(ledgerPublicKeyFile(dataFolder), publicKey.export({ type: 'spki', format: 'pem' }));
  return privateKey;
}

/** Where the public half is, to be handed to the witness and to whoever verifies. */
export function ledgerPublicKeyFile(dataFolder: string): string {
  return join(keysFolder(dataFolder), 'ledger-signing.pub.pem');
}

/** @throws {ConfigurationError} */
export function readWitnessKey(file: string): KeyObject {
  try {
    return createPublicKey(readFileSync(file));
  } catch (cause) {
    throw new ConfigurationError(
      'configuration-invalid',
      `SOLWAY_WITNESS_KEY: ${file} holds no public key in PEM`,
      { cause },
    );
  }
}

/** The witness that the settings name, if they name one. */
export function configuredWitness({
  witnessUrl: url,
  witnessKeyFile: file,
  witnessName: name,
}: Configuration): WitnessRegistration | undefined {
  return url === undefined || file === undefined ? undefined : { url, key: readWitnessKey(file), name };
}

/** 32 secret bytes of a name, made there at the first start; servers of one organisation share the folder. */
export function secretKey(dataFolder: string, name: string): Buffer {
  const file = join(keysFolder(dataFolder), `${name}.key`);
  if (!existsSync(file)) {
    mkdirSync(keysFolder(dataFolder), { recursive: true, mode: 0o700 });
    writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  }
  return Buffer.from(readFileSync(file, 'utf8'), 'base64');
}

export function keysFolder(dataFolder: string): string {
  return join(dataFolder, 'keys');
}
