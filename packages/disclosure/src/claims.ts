import { z } from 'zod';

const words = (most: number): z.ZodString => z.string().trim().min(1).max(most);

/**
 * What a host says when it asks for a page, all of it inside one signed assertion: who is looking, at whom, why,
 * and from which page. Times are seconds since 1970, as in RFC 7519.
 */
export const launchClaims = z.object({
  iss: words(60),
  jti: words(120),
  iat: z.number().int(),
  exp: z.number().int(),
  user: z.object({ id: words(120), name: words(120), role: words(60) }),
  subject: z
    .union([
      z.object({ chi: z.string().max(20), birthDate: z.iso.date().nullable() }),
      z.object({ mosaicId: z.string().max(20), birthDate: z.iso.date().nullable() }),
    ])
    .optional(),
  purpose: words(60),
  relationship: z.enum(['allocated', 'admitted', 'registered', 'caseload', 'referred']).optional(),
  statedPurpose: words(500).optional(),
  origin: words(200),
  hostSession: words(120),
  view: z.enum(['summary', 'governance', 'stewardship']).default('summary'),
  correlationId: words(120).optional(),
});

export type LaunchClaims = z.infer<typeof launchClaims>;
