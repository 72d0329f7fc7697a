import { scaleBand, scaleLinear, scaleSymlog } from 'd3-scale';
import { line as path } from 'd3-shape';
import type { ThresholdRow } from '../evaluation/evaluate.ts';
import type { UnlinkableRow } from '../evaluation/unlinkable.ts';
import type { RuleReport } from '../linking/options.ts';
import { axes, bits, colours, count, escape, line, percent, rect, svg, text, type Frame } from './svg.ts';

const wide: Frame = { width: 760, height: 280, left: 60, right: 20, top: 26, bottom: 42 };
const square: Frame = { width: 370, height: 320, left: 52, right: 16, top: 26, bottom: 42 };

export interface WeighedComparison {
  readonly name: string;
  readonly levels: readonly {
    readonly label: string;
    readonly weight: number;
    readonly m: number;
    readonly u: number;
  }[];
}

/** The bits that each level of each comparison is worth. */
export function matchWeights(comparisons: readonly WeighedComparison[]): string {
  const rows = comparisons.flatMap((one) =>
    one.levels.map((level, i) => ({ ...level, name: i === 0 ? one.name : '', first: i === 0 })),
  );
  const frame: Frame = {
    width: 760,
    height: rows.length * 20 + 40,
    left: 400,
    right: 60,
    top: 10,
    bottom: 24,
  };
  const x = scaleLinear(
    [Math.min(-1, ...rows.map((row) => row.weight)), Math.max(1, ...rows.map((row) => row.weight))],
    [frame.left + 50, frame.width - frame.right],
  );
  const drawn = rows.map((row, i) => {
    const y = frame.top + i * 20;
    const bar = rect(
      Math.min(x(0), x(row.weight)),
      y + 3,
      Math.abs(x(row.weight) - x(0)),
      14,
      row.weight >= 0 ? colours.for : colours.against,
    );
    const value = text(row.weight >= 0 ? x(row.weight) + 4 : x(row.weight) - 4, y + 14, bits(row.weight), {
      size: 11,
      anchor: row.weight >= 0 ? 'start' : 'end',
    });
    const rule = row.first && i > 0 ? line(8, y, frame.width - 8, y, colours.faint) : '';
    return `${rule}${text(8, y + 14, row.name, { weight: 600 })}${text(frame.left, y + 14, row.label, { anchor: 'end', size: 11 })}<g>${bar}<title>${escape(`m ${row.m.toPrecision(3)}, u ${row.u.toPrecision(3)}`)}</title></g>${value}`;
  });
  return svg(
    frame,
    'Match weight of every level',
    line(x(0), frame.top, x(0), frame.height - frame.bottom, colours.ink) + drawn.join(''),
  );
}

/** Pairs by match weight, on a scale that shows both millions and ones, with the threshold. */
export function scoreHistogram(
  rows: readonly { weight: number; pairs: number }[],
  threshold: number,
): string {
  const x = scaleLinear(
    [
      Math.min(threshold - 1, ...rows.map((row) => row.weight)),
      Math.max(threshold + 1, ...rows.map((row) => row.weight + 1)),
    ],
    [wide.left, wide.width - wide.right],
  );
  const y = scaleSymlog(
    [0, Math.max(1, ...rows.map((row) => row.pairs))],
    [wide.height - wide.bottom, wide.top],
  );
  const ticks = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000].filter(
    (value) => value <= y.domain()[1]!,
  );
  const bars = rows.map((row) =>
    rect(
      x(row.weight) + 0.5,
      y(row.pairs),
      x(row.weight + 1) - x(row.weight) - 1,
      wide.height - wide.bottom - y(row.pairs),
      row.weight >= threshold ? colours.for : colours.soft,
    ),
  );
  const scale = Object.assign((value: number) => y(value), { ticks: () => ticks });
  const mark =
    line(x(threshold), wide.top, x(threshold), wide.height - wide.bottom, colours.against, '4 3') +
    text(x(threshold) + 5, wide.top + 10, `threshold ${bits(threshold)}`, {
      size: 11,
      fill: colours.against,
    });
  return svg(
    wide,
    'Pairs by match weight',
    axes(wide, x, scale, { x: 'match weight (bits)', y: 'pairs' }, { y: count }) + bars.join('') + mark,
  );
}

/** Pairs that each rule brings, and how many of them are new. */
export function pairsByRule(rules: readonly RuleReport[]): string {
  const frame: Frame = {
    width: 760,
    height: rules.length * 26 + 36,
    left: 300,
    right: 90,
    top: 8,
    bottom: 20,
  };
  const x = scaleLinear(
    [0, Math.max(1, ...rules.map((rule) => rule.pairs))],
    [frame.left, frame.width - frame.right],
  );
  const y = scaleBand(
    rules.map((_, i) => i),
    [frame.top, frame.height - frame.bottom],
  ).padding(0.25);
  const bars = rules.map(
    (rule, i) =>
      rect(frame.left, y(i)!, x(rule.pairs) - frame.left, y.bandwidth(), colours.soft) +
      rect(frame.left, y(i)!, x(rule.added) - frame.left, y.bandwidth(), colours.mark) +
      text(frame.left - 8, y(i)! + y.bandwidth() * 0.75, rule.rule, { anchor: 'end', size: 11 }) +
      text(x(rule.pairs) + 5, y(i)! + y.bandwidth() * 0.75, `${count(rule.added)} new`, { size: 11 }),
  );
  return svg(
    frame,
    'Pairs by blocking rule',
    bars.join('') +
      text(
        frame.left,
        frame.height - 4,
        'dark: pairs that no earlier rule brought; light: all pairs that meet the rule',
        { size: 11 },
      ),
  );
}

export function precisionRecall(rows: readonly ThresholdRow[]): string {
  return curve(
    'Precision and recall',
    { x: 'recall', y: 'precision' },
    rows.map((row) => [row.recall, row.precision]),
  );
}

/** The receiver operating characteristic; almost all pairs are non-matches, so the axis is cut to where it bends. */
export function receiverOperating(rows: readonly ThresholdRow[]): string {
  const most = Math.max(0, ...rows.map((row) => row.falsePositiveRate)) || 1;
  return curve(
    'Receiver operating characteristic',
    { x: 'false positive rate', y: 'true positive rate' },
    rows.map((row) => [row.falsePositiveRate, row.recall]),
    most,
  );
}

function curve(
  title: string,
  titles: { x: string; y: string },
  points: readonly [number, number][],
  mostX = 1,
): string {
  const x = scaleLinear([0, mostX], [square.left, square.width - square.right]);
  const y = scaleLinear([0, 1], [square.height - square.bottom, square.top]);
  const drawn =
    path(
      (point) => x(point[0]),
      (point) => y(point[1]),
    )([...points]) ?? '';
  const thin = { ...x, ticks: () => x.ticks(4) };
  const axisX = Object.assign((value: number) => x(value), { ticks: thin.ticks });
  return svg(
    square,
    title,
    axes(square, axisX, y, titles, {
      x: (value) => (mostX === 1 ? percent(value) : value === 0 ? '0' : value.toExponential(0)),
      y: percent,
    }) + `<path d="${drawn}" fill="none" stroke="${colours.mark}" stroke-width="2"/>`,
  );
}

/** The share of records that can't reach each threshold, whatever they are compared with. */
export function unlinkableCurve(rows: readonly UnlinkableRow[], threshold: number): string {
  const x = scaleLinear(
    [
      Math.min(threshold - 1, ...rows.map((row) => row.threshold)),
      Math.max(threshold + 1, ...rows.map((row) => row.threshold)),
    ],
    [wide.left, wide.width - wide.right],
  );
  const y = scaleLinear(
    [0, Math.max(0.01, ...rows.map((row) => row.share))],
    [wide.height - wide.bottom, wide.top],
  );
  const drawn =
    path<UnlinkableRow>(
      (row) => x(row.threshold),
      (row) => y(row.share),
    )([...rows]) ?? '';
  const mark = line(x(threshold), wide.top, x(threshold), wide.height - wide.bottom, colours.against, '4 3');
  return svg(
    wide,
    'Unlinkable records by threshold',
    axes(wide, x, y, { x: 'threshold (bits)', y: 'records that could never reach it' }, { y: percent }) +
      `<path d="${drawn}" fill="none" stroke="${colours.mark}" stroke-width="2"/>${mark}`,
  );
}
