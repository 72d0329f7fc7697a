import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { z } from 'zod';
import type { SigningKey } from './signing-key.ts';

export const PURPOSES = [
  'direct-care',
  'discharge-planning',
  'adult-protection',
  'child-protection',
  'front-door-triage',
] as const;
export type Purpose = (typeof PURPOSES)[number];

export const RELATIONSHIPS = ['allocated', 'admitted', 'registered', 'caseload', 'referred'] as const;
export type Relationship = (typeof RELATIONSHIPS)[number];

/** What a host tells Solway when a user opens a person (or opens one of Solway's own pages). */
export interface LaunchRequest {
  readonly user: { readonly id: string; readonly name: string; readonly role: string };
  /** One identifier: the host's own. Absent for a page that is about nobody. */
  readonly subject?:
    | { readonly chi: string; readonly birthDate?: string }
    | { readonly mosaicId: string; readonly birthDate?: string };
  readonly purpose: Purpose;
  readonly relationship?: Relationship;
  readonly statedPurpose?: string;
  readonly origin: string;
  readonly hostSession: string;
  readonly view: 'governance' | 'stewardship' | 'summary';
}

export type LaunchAnswer =
  | { readonly state: 'opened'; readonly handle: string; readonly open: string }
  | { readonly state: 'refused'; readonly code: string; readonly message: string };

const LIFETIME_SECONDS = 60;
const TIMEOUT_MS = 5000;
const Opened = z.object({ handle: z.string().min(1), open: z.url() });
const Refused = z.object({ code: z.string(), message: z.string() });

export interface BackChannel {
  readonly clientId: 'mosaic' | 'orion-portal';
  /** Solway's base URL: where the launch is posted, and the assertion's audience. */
  readonly solwayUrl: string;
  readonly key: SigningKey;
  readonly now: () => number;
}

async function launchAssertion(channel: BackChannel, request: LaunchRequest): Promise<string> {
  const issuedAt = Math.floor(channel.now() / 1000);
  return new SignJWT({ ...request })
    .setProtectedHeader({ alg: 'EdDSA', kid: channel.key.kid, typ: 'solway-launch+jwt' })
    .setIssuer(channel.clientId)
    .setAudience(channel.solwayUrl)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + LIFETIME_SECONDS)
    .setJti(randomUUID())
    .sign(channel.key.privateKey);
}

/** Asks for a one-time handle. Whatever goes wrong is an answer that the host's page can show. */
export async function launch(channel: BackChannel, request: LaunchRequest): Promise<LaunchAnswer> {
  const assertion = await launchAssertion(channel, request);
  try {
    const response = await fetch(`${channel.solwayUrl.replace(/\/$/, '')}/launch`, {
      method: 'POST',
      headers: { authorization: `Bearer ${assertion}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body: unknown = await response.json().catch(() => undefined);
    if (response.status === 201) return { state: 'opened', ...Opened.parse(body) };
    const refused = Refused.safeParse(body);
    return refused.success
      ? { state: 'refused', ...refused.data }
      : { state: 'refused', code: `http-${response.status}`, message: 'Solway gave no reason.' };
  } catch (error) {
    const code = error instanceof z.ZodError ? 'answer-not-understood' : 'not-reached';
    return {
      state: 'refused',
      code,
      message: 'Solway could not be reached, or its answer could not be read.',
    };
  }
}
