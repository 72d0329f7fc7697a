import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { checkModelHash, type Model, parseModel } from '@solway/linkage';
import { MatchError } from './match-error.ts';

/** Which of the two models a person is matched by. */
export type ModelPart = 'adults' | 'children';

/** Match weights in bits; the one place that names them is `model/matching.json`. */
export interface Thresholds {
  /** From here up the model links by itself. */
  readonly link: number;
  /** From here up a person decides. */
  readonly review: number;
  /** A link stands at least this far above the runner-up. */
  readonly leaderAdvantage: number;
  /** From here up a second council record links to a number that a stronger one has. */
  readonly secondRecord: number;
}

/** How the prior follows the register: see `docs/reference/matching.md`. */
export interface Prior {
  /** Odds that a council record's person is on the register at all. */
  readonly oddsOnRegister: number;
  /** A smaller register counts as this large, and does not speak for how common names are. */
  readonly leastRegister: number;
}

/** The trained matching model as it is shipped: dated data, held together by a digest. */
export interface MatchingModel {
  readonly name: string;
  /** `YYYY-MM-DD` */
  readonly dated: string;
  readonly thresholds: Thresholds;
  readonly prior: Prior;
  readonly adults: Model;
  readonly children: Model;
  /** SHA-256 of all of it: what a link says it was made by. */
  readonly digest: string;
}

export const MODEL_FOLDER = new URL('../../model/', import.meta.url);

/**
 * Reads the shipped model.
 * @throws {MatchError} `match-model-changed` where a part is not the one that was trained
 */
export function readMatchingModel(folder: URL = MODEL_FOLDER): MatchingModel {
  const text = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
  const envelope = JSON.parse(text('matching.json')) as Omit<
    MatchingModel,
    'adults' | 'children' | 'digest'
  > & { readonly adults: string; readonly children: string };
  const part = (name: ModelPart): Model => {
    const model = parseModel(text(`${name}.model.json`));
    checkModelHash(model);
    if (model.trained.hash !== envelope[name]) {
      throw new MatchError('match-model-changed', `the model of ${name} is not the one that is named`);
    }
    return model;
  };
  const digest = createHash('sha256').update(JSON.stringify(envelope)).digest('hex');
  return { ...envelope, adults: part('adults'), children: part('children'), digest };
}

/** The share of random pairs that are one person, for a register of this many people. */
export function priorFor({ prior }: MatchingModel, registerSize: number): number {
  return Math.min(0.5, prior.oddsOnRegister / Math.max(registerSize, prior.leastRegister));
}

/** A model with the prior of the register at hand. */
export function withPrior(model: Model, probability: number): Model {
  return { ...model, trained: { ...model.trained, probabilityTwoRandomRecordsMatch: probability } };
}
