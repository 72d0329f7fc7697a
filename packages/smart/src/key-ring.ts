import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  calculateJwkThumbprint,
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from 'jose';

interface RingKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
  readonly madeMs: number;
}

const ALG = 'RS256';
/** A new key is published this long before it signs, so that whoever keeps a copy of the keys has it by then. */
const PUBLISHED_FIRST_MS = 10 * 60_000;
const LOOKED_AGAIN_MS = 60_000;

/**
 * The keys that sign what the authorisation server says of a user. Each is a file of its own: a new one is put there
 * while the server runs, is published, and signs ten minutes later; an old one is published until it is taken away.
 */
export class KeyRing {
  readonly #folder: string;
  #keys: readonly RingKey[] = [];
  #readAtMs = Number.NEGATIVE_INFINITY;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Reads the folder, and makes the first key where there is none. */
  static async open(folder: string, nowMs: number): Promise<KeyRing> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (readdirSync(folder).length === 0) await addKey(folder);
    const ring = new KeyRing(folder);
    await ring.#look(nowMs);
    return ring;
  }

  async signing(nowMs: number): Promise<RingKey & { readonly alg: string }> {
    await this.#look(nowMs);
    const [oldest] = this.#keys;
    const key = this.#keys.findLast((one) => one.madeMs <= nowMs - PUBLISHED_FIRST_MS) ?? oldest;
    if (key === undefined) throw new Error(`there is no key in ${this.#folder}`);
    return { ...key, alg: ALG };
  }

  async published(nowMs: number): Promise<{ readonly keys: readonly JWK[] }> {
    await this.#look(nowMs);
    return { keys: this.#keys.map((one) => one.publicJwk) };
  }

  async #look(nowMs: number): Promise<void> {
    if (nowMs - this.#readAtMs < LOOKED_AGAIN_MS) return;
    this.#readAtMs = nowMs;
    const files = readdirSync(this.#folder).filter((name) => name.endsWith('.json'));
    const keys = await Promise.all(files.map((name) => readKey(join(this.#folder, name))));
    this.#keys = keys.sort((a, b) => a.madeMs - b.madeMs);
  }
}

/** Puts a new key into the folder. @returns its id */
export async function addKey(folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { privateKey } = await generateKeyPair(ALG, { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  const file = join(folder, `${kid}.json`);
  if (!existsSync(file)) writeFileSync(file, JSON.stringify(jwk), { mode: 0o600, flag: 'wx' });
  return kid;
}

async function readKey(file: string): Promise<RingKey> {
  const jwk = JSON.parse(readFileSync(file, 'utf8')) as JWK;
  const { kty, n, e } = jwk;
  const kid = await calculateJwkThumbprint(jwk);
  return {
    kid,
    privateKey: (await importJWK(jwk, ALG)) as CryptoKey,
    publicJwk: {
      kty: kty ?? 'RSA',
      ...(n === undefined ? {} : { n }),
      ...(e === undefined ? {} : { e }),
      kid,
      alg: ALG,
      use: 'sig',
    },
    madeMs: statSync(file).mtimeMs,
  };
}
