import type { Accuracy, Evaluation } from '../evaluation/evaluate.ts';
import type { Initial } from '../init/initial-settings.ts';
import type { LinkSummary } from '../linking/options.ts';

const count = (value: number): string => value.toLocaleString('en-GB');

/** What a finished run says to a person. */
export function describeRun(
  summary: LinkSummary,
  elapsedMs: number,
  evaluation: Evaluation | undefined,
): string {
  const records =
    summary.rightRows === null
      ? count(summary.leftRows)
      : `${count(summary.leftRows)} × ${count(summary.rightRows)}`;
  const lines = [
    ...summary.warnings.map((warning) => `warning ${warning.code}: ${warning.message}`),
    `${records} records, ${count(summary.pairs)} pairs compared, ${count(summary.links)} links${summary.clusters === null ? '' : `, ${count(summary.clusters)} clusters`}`,
    ...summary.rules.map(
      (rule) =>
        `  ${count(rule.added).padStart(12)} of ${count(rule.pairs).padStart(12)} pairs by ${rule.rule}`,
    ),
  ];
  if (evaluation) {
    lines.push(accuracyLine('links', evaluation.links));
    if (evaluation.clusterPairs) lines.push(accuracyLine('pairs inside clusters', evaluation.clusterPairs));
    if (evaluation.wholeClusters) lines.push(accuracyLine('whole clusters', evaluation.wholeClusters));
  }
  lines.push(`${(elapsedMs / 1000).toFixed(1)} s, ${count(summary.peakMemoryMb)} MB`);
  return `${lines.join('\n')}\n`;
}

function accuracyLine(name: string, one: Accuracy): string {
  return `${name}: precision ${one.precision.toFixed(4)}, recall ${one.recall.toFixed(4)}, F1 ${one.f1.toFixed(4)} (${count(one.truePositives)} right, ${count(one.falsePositives)} wrong, ${count(one.falseNegatives)} missed)`;
}

/** What `link init` saw and chose. */
export function describeInitial(initial: Initial, path: string | undefined): string {
  const columns = initial.left.columns.map(
    (column) =>
      `  ${column.name.padEnd(28)} ${column.role.padEnd(14)} ${count(column.filled)} filled, ${count(column.distinct)} distinct`,
  );
  const rules = initial.rules.map((rule) => `  ${count(rule.pairs).padStart(12)} pairs by ${rule.rule}`);
  const right = initial.right ? `, ${initial.right.label}: ${count(initial.right.rows)} rows` : '';
  return [
    `${initial.left.label}: ${count(initial.left.rows)} rows, known by "${initial.left.id}"${right}`,
    ...columns,
    'Blocking rules:',
    ...rules,
    path === undefined ? '' : `Settings written to ${path}`,
    '',
  ].join('\n');
}
