import { weighedLevels } from '../comparison/plan.ts';
import type { Accuracy, Evaluation } from '../evaluation/evaluate.ts';
import type { ExplainedPair } from '../linking/explain.ts';
import type { LinkResult } from '../linking/link.ts';
import { parametersOf } from '../scoring/model.ts';
import { modelWeights } from '../scoring/weights.ts';
import { compile } from '../settings/compile.ts';
import {
  matchWeights,
  pairsByRule,
  precisionRecall,
  receiverOperating,
  scoreHistogram,
  unlinkableCurve,
} from './charts.ts';
import { bits, count, escape, percent } from './svg.ts';
import { reportStyle } from './style.ts';
import { waterfall } from './waterfall.ts';

/** One HTML page with nothing outside itself: what was linked, why, and how well where the truth is known. */
export async function report(
  result: LinkResult,
  options: { title: string; evaluation?: Evaluation | undefined },
): Promise<string> {
  const { summary } = result;
  const model = await result.model();
  const plan = compile(model);
  const parameters = parametersOf(plan);
  const weights = modelWeights(plan, parameters, model.trained.probabilityTwoRandomRecordsMatch);
  const comparisons = plan.comparisons.map((comparison, i) => ({
    name: comparison.name,
    levels: weighedLevels(comparison).map((level, k) => ({
      label: level.label,
      weight: weights.levels[i]![k + 1]!,
      m: parameters[i]!.m[k]!,
      u: parameters[i]!.u[k]!,
    })),
  }));
  const { evaluation } = options;
  const body = [
    `<h1>${escape(options.title)}</h1>`,
    facts([
      [
        'Records',
        summary.rightRows === null
          ? count(summary.leftRows)
          : `${count(summary.leftRows)} and ${count(summary.rightRows)}`,
      ],
      ['Pairs compared', count(summary.pairs)],
      ['Links', count(summary.links)],
      ...(summary.clusters === null ? [] : [['Clusters', count(summary.clusters)] as const]),
      ['Threshold', `${percent(plan.settings.prediction.threshold)} (${bits(summary.thresholdWeight)} bits)`],
      ['Model', `${model.trained.date}, ${model.trained.hash.slice(0, 12)}`],
    ]),
    ...summary.warnings.map(
      (warning) => `<p class="warning"><b>${warning.code}</b> ${escape(warning.message)}</p>`,
    ),
    evaluation ? judged(evaluation) : '',
    section(
      'How scores fall',
      'Each bar is a whole bit of match weight. The scale is stretched so that a single pair still shows. A clear gap around the threshold is a good sign.',
      scoreHistogram(await result.scoreHistogram(), summary.thresholdWeight),
    ),
    section(
      'What agreement is worth',
      'Bits for each level of each comparison: every bit doubles the odds that two records are one person. Rare and common values add or take more on their own.',
      matchWeights(comparisons),
    ),
    section(
      'Where pairs came from',
      'Two records are compared only when they meet a blocking rule.',
      pairsByRule(summary.rules),
    ),
    section(
      'Records that hold too little',
      'The share of left records that could not reach a threshold even against a copy of themselves.',
      unlinkableCurve(await result.unlinkables(), summary.thresholdWeight),
    ),
    pairs(
      'Pairs nearest the threshold',
      'The least certain decisions, with the reasons.',
      await result.explain('nearThreshold', 6),
    ),
    pairs(
      'The heaviest links',
      'What certainty looks like in these data.',
      await result.explain('heaviest', 3),
    ),
    evaluation
      ? pairs(
          'False links',
          'Links that the truth says are wrong, heaviest first.',
          evaluation.falseLinks.slice(0, 8),
        )
      : '',
    evaluation
      ? pairs(
          'Missed links',
          'Compared pairs that the truth says are right and that did not become links.',
          evaluation.missedLinks.slice(0, 8),
        )
      : '',
    training(result),
  ];
  return `<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(options.title)}</title><style>${reportStyle}</style></head><body><main>${body.join('\n')}</main></body></html>\n`;
}

function facts(rows: readonly (readonly [string, string])[]): string {
  return `<dl>${rows.map(([name, value]) => `<div><dt>${escape(name)}</dt><dd>${escape(value)}</dd></div>`).join('')}</dl>`;
}

function section(title: string, explanation: string, chart: string): string {
  return `<section><h2>${escape(title)}</h2><p>${escape(explanation)}</p>${chart}</section>`;
}

function judged(evaluation: Evaluation): string {
  const row = (name: string, one: Accuracy): string =>
    `<tr><th scope="row">${name}</th><td>${percent(one.precision)}</td><td>${percent(one.recall)}</td><td>${one.f1.toFixed(4)}</td><td>${count(one.truePositives)}</td><td>${count(one.falsePositives)}</td><td>${count(one.falseNegatives)}</td></tr>`;
  const rows = [
    row('Links', evaluation.links),
    evaluation.clusterPairs ? row('Pairs inside clusters', evaluation.clusterPairs) : '',
    evaluation.wholeClusters ? row('Whole clusters', evaluation.wholeClusters) : '',
  ];
  const shown = evaluation.thresholds.filter(
    (one, i, all) => i % Math.max(1, Math.floor(all.length / 16)) === 0,
  );
  const thresholds = shown.map(
    (one) =>
      `<tr><td>${bits(one.threshold)}</td><td>${percent(one.probability)}</td><td>${percent(one.precision)}</td><td>${percent(one.recall)}</td><td>${one.f1.toFixed(4)}</td></tr>`,
  );
  return `<section><h2>Against the truth</h2><table><thead><tr><th></th><th>Precision</th><th>Recall</th><th>F1</th><th>Right</th><th>Wrong</th><th>Missed</th></tr></thead><tbody>${rows.join('')}</tbody></table>
<p>${count(evaluation.neverCompared)} true matches meet no blocking rule. The curves and the table below judge pairs on their own, before links are chosen.</p>
<div class="side">${precisionRecall(evaluation.thresholds)}${receiverOperating(evaluation.thresholds)}</div>
<details><summary>Threshold table</summary><table><thead><tr><th>Bits</th><th>Probability</th><th>Precision</th><th>Recall</th><th>F1</th></tr></thead><tbody>${thresholds.join('')}</tbody></table></details></section>`;
}

function pairs(title: string, explanation: string, all: readonly ExplainedPair[]): string {
  if (all.length === 0) return `<section><h2>${escape(title)}</h2><p>None.</p></section>`;
  const one = (pair: ExplainedPair): string => {
    const rows = pair.comparisons.map(
      (part) =>
        `<tr><th scope="row">${escape(part.name)}</th><td>${escape(part.left)}</td><td>${escape(part.right)}</td><td>${escape(part.label)}</td></tr>`,
    );
    return `<details><summary>${escape(pair.leftId)} and ${escape(pair.rightId)}: ${bits(pair.matchWeight)} bits, ${percent(pair.matchProbability)}</summary><table><thead><tr><th></th><th>Left</th><th>Right</th><th>Level</th></tr></thead><tbody>${rows.join('')}</tbody></table>${waterfall(pair)}</details>`;
  };
  return `<section><h2>${escape(title)}</h2><p>${escape(explanation)}</p>${all.map(one).join('').replace('<details>', '<details open>')}</section>`;
}

function training(result: LinkResult): string {
  if (result.trainingSessions.length === 0) return '';
  const rows = result.trainingSessions.map(
    (one) =>
      `<tr><th scope="row">${escape(one.rule)}</th><td>${one.iterations}</td><td>${one.converged ? 'yes' : 'no'}</td><td>${percent(one.probabilityMatch)}</td><td>${(one.changes.at(-1) ?? 0).toExponential(1)}</td></tr>`,
  );
  return `<section><h2>How training went</h2><p>Expectation–maximisation, once under each rule, on the comparisons that the rule does not hold equal.</p><table><thead><tr><th>Rule</th><th>Iterations</th><th>Converged</th><th>Matches among its pairs</th><th>Last change</th></tr></thead><tbody>${rows.join('')}</tbody></table></section>`;
}
