import type { Host } from '@solway/disclosure';
import { createLocalJWKSet, createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { SmartError } from './error.ts';
import { OTHER_SCOPES, parseScope } from './scopes.ts';

const address = z
  .url({ protocol: /^https?$/ })
  .refine((text) => !text.includes('#'), 'an address with a fragment can’t be gone back to');
const scope = z
  .string()
  .refine(
    (text) => parseScope(text) !== undefined || (OTHER_SCOPES as readonly string[]).includes(text),
    'is no scope',
  );

const publicKey = z
  .looseObject({ kty: z.enum(['RSA', 'EC', 'OKP']), kid: z.string().min(1) })
  .refine((key) => !('d' in key), 'holds a private key');

const client = z
  .strictObject({
    clientId: z.string().regex(/^[\w.-]{1,60}$/),
    name: z.string().min(1).max(80),
    /** The party to the agreement, by its id there. */
    organisation: z.string().min(1).max(64),
    side: z.enum(['health', 'council']),
    /** The most that it may ever have. */
    scopes: z.array(scope).min(1),
    /** Its public keys: two at once let it change them. Without any it is a public app, which PKCE alone protects. */
    jwks: z.object({ keys: z.array(publicKey).min(1) }).optional(),
    /** Where it publishes them, so that it changes them by itself. */
    jwksUri: address.optional(),
    /** Exact addresses that a browser may be sent back to. */
    redirectUris: z.array(address).default([]),
    /** Where a host opens it. */
    launchUri: address.optional(),
    /** Client ids of the hosts that may open it. */
    hosts: z.array(z.string().min(1)).default([]),
    /** Backend services: in whose name and why it asks, when nobody is at a screen. */
    system: z
      .strictObject({
        user: z.strictObject({ id: z.string().min(1), name: z.string().min(1), role: z.string().min(1) }),
        purpose: z.string().min(1),
        statedPurpose: z.string().min(1).max(500),
      })
      .optional(),
    requestsPerMinute: z.number().int().min(1).max(100_000).default(600),
    /** SHA-256 of the certificates that it connects with, in hex (RFC 8705); then no other connection is taken. */
    certificates: z.array(z.string().regex(/^[0-9a-f]{64}$/)).default([]),
  })
  .refine((one) => one.jwks === undefined || one.jwksUri === undefined, 'jwks or jwksUri, not both')
  .refine(
    (one) => one.system === undefined || one.jwks !== undefined || one.jwksUri !== undefined,
    'a backend service proves itself with a key',
  );

export type SmartClient = z.infer<typeof client>;

/** @throws {SmartError} `smart-clients-invalid`, naming the place */
export function parseClients(text: string): readonly SmartClient[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new SmartError('smart-clients-invalid', 'the clients file is not JSON', { cause });
  }
  const read = z.array(client).safeParse(value);
  if (!read.success) {
    const issue = read.error.issues[0];
    const place = issue?.path.join('.') ?? '?';
    throw new SmartError(
      'smart-clients-invalid',
      `the clients file is wrong at ${place}: ${issue?.message ?? ''}`,
    );
  }
  const ids = read.data.map((one) => one.clientId);
  if (new Set(ids).size < ids.length)
    throw new SmartError('smart-clients-invalid', 'the clients file has a client twice');
  return read.data;
}

/** The registered clients: what each may have, its keys, and what it is to the walk. */
export class ClientRegister {
  readonly clients: ReadonlyMap<string, SmartClient>;
  readonly #keys: ReadonlyMap<string, JWTVerifyGetKey>;

  constructor(clients: readonly SmartClient[]) {
    this.clients = new Map(clients.map((one) => [one.clientId, one]));
    this.#keys = new Map(
      clients.flatMap(({ clientId, jwks, jwksUri }): readonly (readonly [string, JWTVerifyGetKey])[] => {
        if (jwks !== undefined) return [[clientId, createLocalJWKSet(jwks)]];
        return jwksUri === undefined ? [] : [[clientId, createRemoteJWKSet(new URL(jwksUri))]];
      }),
    );
  }

  /** Undefined for a public client, and for nobody. */
  keysOf(clientId: string): JWTVerifyGetKey | undefined {
    return this.#keys.get(clientId);
  }

  /** As the walk knows them: each reads the other organisation's record, and opens no page. */
  asHosts(): readonly Host[] {
    return [...this.clients.values()].map(({ clientId, organisation, side }) => ({
      clientId,
      organisation,
      side,
      origins: [],
    }));
  }

  /** Whether a page of this origin is one of a registered app, and may read what it asked for. */
  isAppOrigin(origin: string): boolean {
    return [...this.clients.values()].some(({ redirectUris }) =>
      redirectUris.some((one) => new URL(one).origin === origin),
    );
  }

  appsOf(hostId: string): readonly string[] {
    return [...this.clients.values()]
      .filter(({ hosts }) => hosts.includes(hostId))
      .map((one) => one.clientId);
  }
}
