export { LinkageError, errorCodes, type LinkageErrorCode, type LinkageWarning } from './errors.ts';
export type { Model, Settings, SettingsInput } from './settings/schema.ts';
export { parseModel, parseSettings } from './settings/parse.ts';
export { settingsJsonSchema } from './settings/json-schema.ts';
export { fromSplink } from './settings/from-splink.ts';
export { checkModelHash } from './scoring/model.ts';
export {
  createScorer,
  type PreparedRecord,
  type Score,
  type ScoredComparison,
  type Scorer,
} from './scoring/scorer.ts';
export { probabilityOf, weightOf } from './scoring/probability.ts';
export type { RawRecord } from './cleaning/clean-record.ts';
export type { FileRows, TableInput } from './engine/tables.ts';
export type { Link, LinkOptions, LinkSummary, Progress, RuleReport, StepTiming } from './linking/options.ts';
export { link, type LinkResult } from './linking/link.ts';
export { train } from './linking/train-model.ts';
export { extendClusters, type Extension } from './linking/extend.ts';
export { blockingAnalysis, type BlockingAnalysis } from './linking/blocking-analysis.ts';
export type { ExplainedPair } from './linking/explain.ts';
export type { Accuracy, Evaluation, ThresholdRow } from './evaluation/evaluate.ts';
export type { Truth } from './evaluation/truth.ts';
export type { UnlinkableRow } from './evaluation/unlinkable.ts';
export { initialSettings, type Initial } from './init/initial-settings.ts';
export { report } from './report/report.ts';
export { linkCommand } from './cli/link-command.ts';
export { damerauLevenshtein } from './similarity/edit-distance.ts';
export { jaroWinkler } from './similarity/jaro-winkler.ts';
