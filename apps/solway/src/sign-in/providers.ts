import { z } from 'zod';
import { SignInError } from './error.ts';

const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/|$)/;

const issuer = z
  .url({ protocol: /^https?$/ })
  .refine((text) => text.startsWith('https:') || LOOPBACK.test(text), 'is to be https');

const name = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'is to be a name in small letters');

const provider = z.strictObject({
  id: name,
  /** As the page of doors names it: `council staff`. */
  label: z.string().min(1).max(60),
  /** The party to the agreement whose staff it vouches for, by its id there. */
  organisation: z.string().min(1).max(64),
  side: z.enum(['health', 'council']),
  issuer,
  clientId: z.string().min(1),
  clientSecret: z.string().min(16),
  /** How ID tokens are signed. */
  signingAlgorithm: z.enum(['ES256', 'EdDSA', 'Ed25519', 'PS256', 'RS256']).default('RS256'),
  /** The claim that is the user's id in the staff directory. */
  userIdClaim: z.string().min(1).default('sub'),
  nameClaim: z.string().min(1).default('name'),
  /** The claim that lists the user's groups. */
  rolesClaim: z.string().min(1).default('roles'),
  /** Which group gives which role. One group that gives two is refused when it is met. */
  roles: z.array(z.strictObject({ claim: z.string().min(1), role: name })).min(1),
  /** Authentication contexts that are asked for, and enough, where an act needs a fresh confirmation. */
  strongContexts: z.array(z.string().min(1)).default([]),
});

/** One organisation's identity provider, and how its claims are read. */
export type SignInProvider = z.output<typeof provider>;

const providersFile = z
  .array(provider)
  .min(1)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'names two providers alike');

/** @throws {SignInError} `sign-in-invalid`, naming the place */
export function parseProviders(text: string): readonly SignInProvider[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new SignInError('sign-in-invalid', 'the file of identity providers is not JSON', { cause });
  }
  const read = providersFile.safeParse(value);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw new SignInError(
    'sign-in-invalid',
    `the file of identity providers is wrong at ${issue?.path.join('.') ?? '?'}: ${issue?.message ?? ''}`,
  );
}

/**
 * The roles that a user's groups give. A group that is not named gives none.
 * @throws {SignInError} `sign-in-role-ambiguous` where a group of this user stands for two roles
 */
export function rolesOfClaims(
  { roles, rolesClaim }: Pick<SignInProvider, 'roles' | 'rolesClaim'>,
  claims: Readonly<Record<string, unknown>>,
): readonly string[] {
  const held = Object.hasOwn(claims, rolesClaim) ? claims[rolesClaim] : undefined;
  const groups = (Array.isArray(held) ? held : [held]).filter((one) => typeof one === 'string');
  const given = new Set<string>();
  for (const group of new Set(groups)) {
    const meant = new Set(roles.filter(({ claim }) => claim === group).map(({ role }) => role));
    if (meant.size > 1)
      throw new SignInError('sign-in-role-ambiguous', `the group ${group} stands for ${meant.size} roles`);
    for (const role of meant) given.add(role);
  }
  return [...given].sort((a, b) => a.localeCompare(b));
}
