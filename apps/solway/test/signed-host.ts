import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { HostRegistration } from '../src/hosts.ts';

/** A host with a key of its own, as a registered system has. */
export class SignedHost {
  readonly registration: HostRegistration;
  readonly #key: CryptoKey;

  private constructor(registration: HostRegistration, key: CryptoKey) {
    this.registration = registration;
    this.#key = key;
  }

  static async create(
    clientId: string,
    organisation: string,
    side: 'health' | 'council',
    origin: string,
  ): Promise<SignedHost> {
    const { privateKey, publicKey } = await generateKeyPair('Ed25519', { extractable: true });
    const jwk = { ...(await exportJWK(publicKey)), kid: `${clientId}-1` };
    return new SignedHost(
      {
        clientId,
        organisation,
        side,
        origins: [origin],
        jwks: { keys: [jwk as HostRegistration['jwks']['keys'][number]] },
      },
      privateKey,
    );
  }

  /** The bearer header of a back-channel request. `over` replaces claims; `header` the protected header. */
  async assertion(
    audience: string,
    over: Record<string, unknown> = {},
    header: Record<string, unknown> = {},
  ): Promise<string> {
    const iat = Math.floor(Date.now() / 1000);
    const { clientId, origins, side } = this.registration;
    const claims = {
      iss: clientId,
      aud: audience,
      iat,
      exp: iat + 60,
      jti: randomUUID(),
      user: { id: 'nurse', name: 'A Nurse', role: 'community-nurse' },
      subject:
        side === 'health'
          ? { chi: '1407451243', birthDate: '1945-07-14' }
          : { mosaicId: '501', birthDate: '1945-07-14' },
      purpose: 'direct-care',
      relationship: 'caseload',
      origin: origins[0],
      hostSession: randomUUID(),
      ...over,
    };
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', kid: `${clientId}-1`, typ: 'solway-launch+jwt', ...header })
      .sign(this.#key);
    return `Bearer ${token}`;
  }
}
