import type { Host } from '@solway/disclosure';
import { SolwayError } from '@solway/kernel';
import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';

export class HostError extends SolwayError<'hosts-invalid' | 'assertion-missing' | 'assertion-refused'> {}

const origin = z
  .string()
  .refine((text) => URL.canParse(text) && new URL(text).origin === text, 'not an exact origin');

const hostsFile = z.array(
  z.strictObject({
    clientId: z.string().min(1).max(60),
    /** The party to the agreement, by its id there. */
    organisation: z.string().min(1).max(64),
    side: z.enum(['health', 'council']),
    origins: z.array(origin).min(1),
    /** The public keys that sign its assertions, as a JWK Set (RFC 7517). Ed25519 only. */
    jwks: z.object({
      keys: z
        .array(
          z
            .looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string(), kid: z.string() })
            .refine((key) => !('d' in key), 'holds a private key'),
        )
        .min(1),
    }),
  }),
);

export type HostRegistration = z.infer<typeof hostsFile>[number];

/** @throws {HostError} `hosts-invalid`, naming the place */
export function parseHosts(text: string): readonly HostRegistration[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new HostError('hosts-invalid', 'the hosts file is not JSON', { cause });
  }
  const read = hostsFile.safeParse(value);
  if (!read.success) {
    const issue = read.error.issues[0];
    throw new HostError(
      'hosts-invalid',
      `the hosts file is wrong at ${issue?.path.join('.') ?? '?'}: ${issue?.message ?? ''}`,
    );
  }
  return read.data;
}

/** The registered hosts and their keys: who a signed assertion comes from, or a refusal. */
export class HostRegister {
  readonly hosts: ReadonlyMap<string, Host>;
  readonly #keys: ReadonlyMap<string, JWTVerifyGetKey>;
  readonly #audience: string;

  /** @param appsOf client ids of the SMART apps that may be opened from a host */
  constructor(
    registrations: readonly HostRegistration[],
    audience: string,
    appsOf: (hostId: string) => readonly string[] = () => [],
  ) {
    this.hosts = new Map(
      registrations.map(({ jwks: _, ...host }) => [host.clientId, { ...host, apps: appsOf(host.clientId) }]),
    );
    this.#keys = new Map(
      registrations.map(({ clientId, jwks }) => [clientId, createLocalJWKSet(jwks as JSONWebKeySet)]),
    );
    this.#audience = audience;
  }

  get origins(): readonly string[] {
    return [...this.hosts.values()].flatMap((host) => host.origins);
  }

  /**
   * Checks an assertion (RFC 7523 in spirit): signed with EdDSA by a registered host's own key, for us, in time.
   * @throws {HostError} never says which of these failed to a caller who could not prove who they are
   */
  async authenticate(
    authorization: string | undefined,
    now: Date,
  ): Promise<{ readonly host: Host; readonly claims: unknown }> {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization ?? '')?.[1];
    if (token === undefined) throw new HostError('assertion-missing', 'a signed assertion is needed');
    try {
      const issuer = issuerOf(token);
      const host = this.hosts.get(issuer);
      const key = this.#keys.get(issuer);
      if (host === undefined || key === undefined) throw new errors.JWTInvalid('unknown issuer');
      const { payload } = await jwtVerify(token, key, {
        algorithms: ['EdDSA', 'Ed25519'],
        typ: 'solway-launch+jwt',
        audience: this.#audience,
        issuer,
        requiredClaims: ['iat', 'exp', 'jti'],
        maxTokenAge: 120,
        clockTolerance: 30,
        currentDate: now,
      });
      return { host, claims: payload };
    } catch (cause) {
      throw new HostError('assertion-refused', 'the assertion was not accepted', { cause });
    }
  }
}

/** Read before the signature is checked, only to choose the key; `jwtVerify` then holds the issuer to it. */
function issuerOf(token: string): string {
  const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  const issuer =
    typeof payload === 'object' && payload !== null && 'iss' in payload ? payload.iss : undefined;
  return typeof issuer === 'string' ? issuer : '';
}
