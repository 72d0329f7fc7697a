import { isPlain } from '@solway/kernel';
import { z } from 'zod';

const plain = (most: number): z.ZodString =>
  z.string().max(most).refine(isPlain, 'holds characters that are not written');
const words = (most: number): z.ZodString => plain(most).trim().min(1);

const contextParts = {
  reference: plain(200),
  canonical: plain(200),
  type: plain(60),
  role: plain(200),
  identifier: z.strictObject({ system: plain(200), value: plain(200) }),
} as const;

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
      z.object({ chi: plain(20), birthDate: z.iso.date().nullable() }),
      z.object({ mosaicId: plain(20), birthDate: z.iso.date().nullable() }),
    ])
    .optional(),
  purpose: words(60),
  relationship: z.enum(['allocated', 'admitted', 'registered', 'caseload', 'referred']).optional(),
  // Typed by a person, so it may come in lines.
  statedPurpose: z
    .string()
    .max(2000)
    .transform((text) => text.replaceAll(/\s+/g, ' '))
    .pipe(words(500))
    .optional(),
  origin: words(200).optional(),
  hostSession: words(120),
  view: z.enum(['summary', 'governance', 'stewardship']).default('summary'),
  /** Opens a SMART app of this client id in place of a page. */
  app: words(60).optional(),
  /** For the app: whether it must show who is open, and what else the host has in hand (SMART 2.2 `fhirContext`). */
  needPatientBanner: z.boolean().optional(),
  fhirContext: z.array(z.strictObject(contextParts).partial()).max(20).optional(),
  correlationId: words(120).optional(),
});

export type LaunchClaims = z.infer<typeof launchClaims>;
