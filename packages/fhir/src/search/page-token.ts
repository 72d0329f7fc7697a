import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { FhirError } from '../outcome.ts';

const shape = z.object({
  client: z.string(),
  type: z.string(),
  parameters: z.array(z.tuple([z.string(), z.string()])),
  strict: z.boolean(),
  after: z.string(),
});

/** Where a search goes on: what was asked, by whom, and after which id. */
export type NextPage = z.infer<typeof shape>;

/**
 * Seals where a search goes on, so that the address of the next page holds nothing of a person, fits nobody else,
 * and can't be changed. Nothing is kept: a page is asked, decided and recorded as the first was.
 */
export class PageTokens {
  readonly #key: Buffer;

  constructor(master: Buffer) {
    this.#key = Buffer.from(hkdfSync('sha256', master, '', 'fhir-pages', 32));
  }

  seal(next: NextPage): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv);
    const sealed = Buffer.concat([cipher.update(JSON.stringify(next), 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** @throws {FhirError} `fhir-parameter-malformed` for anything that is not a page of this client and type */
  open(token: string, client: string, type: string): NextPage {
    try {
      const bytes = Buffer.from(token, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      const text = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
      const next = shape.parse(JSON.parse(text));
      if (next.client === client && next.type === type) return next;
    } catch {
      // Cut, changed or made up: one answer for all of them.
    }
    throw new FhirError('fhir-parameter-malformed', 'this is not the address of a next page');
  }
}
