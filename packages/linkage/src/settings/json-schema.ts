import { z } from 'zod';
import { settingsSchema } from './schema.ts';

/** The published JSON Schema (draft 2020-12) of a settings document, for editors and other languages. */
export function settingsJsonSchema(): Record<string, unknown> {
  return { title: 'Solway linkage settings', ...z.toJSONSchema(settingsSchema, { io: 'input' }) };
}
