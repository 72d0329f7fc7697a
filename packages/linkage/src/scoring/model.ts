import { createHash } from 'node:crypto';
import { LinkageError } from '../errors.ts';
import { weighedLevels } from '../comparison/plan.ts';
import type { Plan } from '../settings/compile.ts';
import type { Model, TrainedPart } from '../settings/schema.ts';
import type { ComparisonParameters } from '../training/parameters.ts';

/** A trained model from a plan and what training found: the same settings, filled, dated and hashed. */
export function toModel(
  plan: Plan,
  parameters: readonly ComparisonParameters[],
  trained: Omit<TrainedPart, 'hash'>,
): Model {
  const comparisons = plan.settings.comparisons.map((settings, i) => ({
    ...settings,
    parameters: parameters[i]!.m.map((m, k) => {
      const given = settings.parameters?.[k];
      return { ...(given?.fixed === undefined ? {} : { fixed: given.fixed }), m, u: parameters[i]!.u[k]! };
    }),
  }));
  const model: Model = { ...plan.settings, comparisons, trained: { ...trained, hash: '0'.repeat(64) } };
  return { ...model, trained: { ...model.trained, hash: hashOf(model) } };
}

/** SHA-256 of the model as JSON with sorted keys, without the date and the hash itself. */
export function hashOf(model: Model): string {
  const { date: _date, hash: _hash, ...trained } = model.trained;
  return createHash('sha256')
    .update(canonical({ ...model, trained }))
    .digest('hex');
}

/** @throws LinkageError MODEL_HASH_MISMATCH when the model was changed after it was trained. */
export function checkModelHash(model: Model): void {
  const actual = hashOf(model);
  if (actual !== model.trained.hash) {
    throw new LinkageError(
      'MODEL_HASH_MISMATCH',
      `The model was changed after it was trained: its hash is ${actual.slice(0, 12)}…, and it says ${model.trained.hash.slice(0, 12)}…`,
      { place: 'trained.hash' },
    );
  }
}

/** @throws LinkageError MODEL_INCOMPLETE where a level has no m or u and no stated weight. */
export function parametersOf(plan: Plan): ComparisonParameters[] {
  return plan.comparisons.map((comparison, i) => {
    const given = plan.settings.comparisons[i]!.parameters ?? [];
    const value = (key: 'm' | 'u'): number[] =>
      weighedLevels(comparison).map((level, k) => {
        const found = given[k]?.[key];
        if (found !== undefined) return found;
        if (level.weight !== null) return 0.5;
        const place = `$.comparisons[${i}].parameters[${k}].${key}`;
        throw new LinkageError(
          'MODEL_INCOMPLETE',
          `${place} is not given, so "${comparison.name}" can't be scored`,
          { place },
        );
      });
    return { m: value('m'), u: value('u') };
  });
}

/** JSON with the keys of every object in order, so that equal documents are equal bytes. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
