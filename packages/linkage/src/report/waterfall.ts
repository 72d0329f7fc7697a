import { scaleLinear } from 'd3-scale';
import type { ExplainedPair } from '../linking/explain.ts';
import { bits, colours, line, rect, svg, text, type Frame } from './svg.ts';

const ROW = 22;

/** How one pair's score comes together: from the prior, each comparison adding or taking bits, to the total. */
export function waterfall(pair: ExplainedPair): string {
  const steps = [
    { label: 'prior', detail: 'any two records', value: pair.priorWeight },
    ...pair.comparisons.flatMap((one) => [
      { label: one.name, detail: one.label, value: one.matchWeight },
      ...(one.termFrequencyWeight === 0
        ? []
        : [
            {
              label: '',
              detail: one.termFrequencyWeight > 0 ? 'the value is rare' : 'the value is common',
              value: one.termFrequencyWeight,
            },
          ]),
    ]),
  ];
  const frame: Frame = {
    width: 760,
    height: (steps.length + 2) * ROW + 16,
    left: 330,
    right: 60,
    top: 8,
    bottom: 8,
  };
  const sums = steps.reduce<number[]>((all, step) => [...all, (all.at(-1) ?? 0) + step.value], []);
  const x = scaleLinear(
    [Math.min(0, ...sums), Math.max(0, ...sums)],
    [frame.left + 40, frame.width - frame.right],
  );
  const rows = steps.map((step, i) => {
    const [from, to] = [sums[i - 1] ?? 0, sums[i]!];
    const y = frame.top + i * ROW;
    const bar = rect(
      Math.min(x(from), x(to)),
      y + 4,
      Math.max(1, Math.abs(x(to) - x(from))),
      ROW - 8,
      step.value >= 0 ? colours.for : colours.against,
    );
    const value =
      step.value >= 0
        ? text(Math.max(x(from), x(to)) + 4, y + 16, bits(step.value), { size: 11 })
        : text(Math.min(x(from), x(to)) - 4, y + 16, bits(step.value), { size: 11, anchor: 'end' });
    return (
      text(8, y + 16, step.label, { weight: 600 }) +
      text(frame.left, y + 16, step.detail.slice(0, 42), { anchor: 'end', size: 11 }) +
      bar +
      value
    );
  });
  const y = frame.top + steps.length * ROW;
  const total = rect(
    Math.min(x(0), x(pair.matchWeight)),
    y + 6,
    Math.max(1, Math.abs(x(pair.matchWeight) - x(0))),
    ROW - 8,
    colours.mark,
  );
  const name =
    text(8, y + 18, 'match weight', { weight: 700 }) +
    text(
      pair.matchWeight >= 0 ? x(pair.matchWeight) + 4 : x(pair.matchWeight) - 4,
      y + 18,
      bits(pair.matchWeight),
      { weight: 700, anchor: pair.matchWeight >= 0 ? 'start' : 'end' },
    );
  return svg(
    frame,
    `Match weight of ${pair.leftId} and ${pair.rightId}`,
    line(x(0), frame.top, x(0), y + ROW, colours.ink, '2 3') + rows.join('') + total + name,
  );
}
