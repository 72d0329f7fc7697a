import type { Model } from '../settings/schema.ts';
import { link } from './link.ts';
import type { LinkOptions } from './options.ts';

/** Trains a model on two tables, or one, and returns it as a document. @throws LinkageError */
export async function train(options: LinkOptions): Promise<Model> {
  await using result = await link(options);
  return await result.model();
}
