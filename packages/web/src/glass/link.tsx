import type { VNode } from 'preact';
import { tag } from '../page/inline.tsx';
import { when } from './list.tsx';
import type { GlassLink } from './model.ts';

const STATES = {
  'in-force': ['on', 'In force', 'Decided by'],
  suspended: ['bad', 'Suspended', 'Stopped by'],
  'under-review': ['due', 'Under review', 'Scored by'],
} as const;

/** Why this CHI number: each comparison adds to or takes from the odds, until the total meets the threshold. */
export function linkPanel(link: GlassLink): VNode {
  const [tone, words] = STATES[link.state];
  const steps = runningSteps(link);
  const scale = scaleOf([0, link.thresholdBits, ...steps.flatMap((step) => [step.from, step.to])]);
  return (
    <div class="item">
      <div class="subhead">
        <h3>Why this CHI number</h3>
        {tag(tone, words)}
      </div>
      <p class="soft">
        {STATES[link.state][2]} {link.decidedBy}, {when(link.decidedAt)}, with {link.model}. Total{' '}
        {bits(link.totalBits)} against a threshold of {bits(link.thresholdBits)}
        {link.runnerUpBits === undefined
          ? '; no other candidate.'
          : `; the next best candidate reached ${bits(link.runnerUpBits)}.`}
      </p>
      <table class="fall">
        <caption class="vh">Weight of each compared field, in bits (each bit doubles the odds)</caption>
        <thead>
          <tr>
            <th scope="col">Compared</th>
            <th scope="col">Found</th>
            <th scope="col">Weight</th>
            <th scope="col">Running total</th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <tr>
              <th scope="row">{step.name}</th>
              <td>{step.comparison}</td>
              <td class="figure">{signed(step.to - step.from)}</td>
              <td>
                <svg class={`bar ${step.kind}`} height="14" width="100%" aria-hidden="true">
                  <line x1={scale(link.thresholdBits)} x2={scale(link.thresholdBits)} y1="0" y2="14" />
                  <rect
                    x={scale(Math.min(step.from, step.to))}
                    width={`${Math.max(0.6, parseFloat(scale(Math.max(step.from, step.to))) - parseFloat(scale(Math.min(step.from, step.to)))).toFixed(1)}%`}
                    y="2"
                    height="10"
                  />
                </svg>
                <span class="vh">{step.to.toFixed(1)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface Step {
  readonly name: string;
  readonly comparison: string;
  readonly from: number;
  readonly to: number;
  readonly kind: 'start' | 'up' | 'down' | 'total';
}

function runningSteps(link: GlassLink): readonly Step[] {
  const steps: Step[] = [
    { name: 'Start', comparison: 'odds before comparing', from: 0, to: link.priorBits, kind: 'start' },
  ];
  let at = link.priorBits;
  for (const field of link.fields) {
    const to = at + field.weightBits;
    steps.push({
      name: field.name,
      comparison: field.comparison,
      from: at,
      to,
      kind: field.weightBits < 0 ? 'down' : 'up',
    });
    at = to;
  }
  steps.push({
    name: 'Total',
    comparison: 'against the threshold line',
    from: 0,
    to: link.totalBits,
    kind: 'total',
  });
  return steps;
}

/** Bits to a percentage of the bar's width: percentages, so that the picture fits a phone without scaling text. */
function scaleOf(values: readonly number[]): (value: number) => string {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const span = high - low || 1;
  return (value) => `${(((value - low) / span) * 98 + 1).toFixed(1)}%`;
}

function bits(value: number): string {
  return `${value.toFixed(1)} bits`;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;
}
