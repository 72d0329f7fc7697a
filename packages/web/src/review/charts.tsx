import type { VNode } from 'preact';
import { table } from '../page/table.tsx';

export interface ChartPart {
  readonly name: string;
  /** A class of the stylesheet: each has a pattern of its own besides its colour. */
  readonly tone: 'full' | 'half' | 'bare';
}

export interface ChartRow {
  readonly name: string;
  /** As many as there are parts. */
  readonly values: readonly number[];
}

const figure = (value: number): string => value.toLocaleString('en-GB');
const share = (value: number, all: number): string =>
  all === 0 ? '0%' : `${((100 * value) / all).toFixed(1)}%`;

/**
 * Rows as bars of one length, divided by share. The drawing is left out for those who hear the page: the table beside
 * it says the same in figures.
 */
export function shareBars(
  name: string,
  first: string,
  parts: readonly ChartPart[],
  rows: readonly ChartRow[],
): VNode {
  return (
    <>
      <p class="legend" aria-hidden="true">
        {parts.map((part) => (
          <span>
            <svg width="14" height="14">
              <rect class={`bar-${part.tone}`} width="14" height="14" />
            </svg>{' '}
            {part.name}
          </span>
        ))}
      </p>
      {table(
        name,
        [first, 'Share', ...parts.map((part) => part.name)],
        rows.map((row) => {
          const all = row.values.reduce((sum, value) => sum + value, 0);
          return [
            row.name,
            bar(parts, row.values, all),
            ...row.values.map((value) => (
              <>
                {figure(value)} <span class="soft">{share(value, all)}</span>
              </>
            )),
          ];
        }),
      )}
    </>
  );
}

function bar(parts: readonly ChartPart[], values: readonly number[], all: number): VNode {
  let from = 0;
  return (
    <svg class="sharebar" width="100%" height="16" aria-hidden="true">
      {values.map((value, index) => {
        const width = all === 0 ? 0 : (100 * value) / all;
        const x = from;
        from += width;
        return (
          <rect class={`bar-${parts[index]?.tone ?? 'bare'}`} x={`${x}%`} width={`${width}%`} height="16" />
        );
      })}
    </svg>
  );
}

const HEIGHT = 120;

/**
 * Two distributions over the same buckets, one above the line and one below it, as shares of each.
 * @param words what it shows, for those who hear the page
 */
export function mirrored(
  words: string,
  buckets: readonly { readonly from: number; readonly above: number; readonly below: number }[],
): VNode {
  const most = Math.max(0.0001, ...buckets.flatMap(({ above, below }) => [above, below]));
  const width = buckets.length === 0 ? 0 : 100 / buckets.length;
  const tall = (value: number): number => (value / most) * (HEIGHT / 2 - 2);
  return (
    <svg class="mirrored" width="100%" height={HEIGHT} role="img" aria-label={words}>
      {buckets.map(({ above, below }, index) => (
        <>
          <rect
            class="bar-full"
            x={`${index * width}%`}
            width={`${width * 0.85}%`}
            y={HEIGHT / 2 - tall(above)}
            height={tall(above)}
          />
          <rect
            class="bar-half"
            x={`${index * width}%`}
            width={`${width * 0.85}%`}
            y={HEIGHT / 2}
            height={tall(below)}
          />
        </>
      ))}
      <line x1="0" x2="100%" y1={HEIGHT / 2} y2={HEIGHT / 2} />
    </svg>
  );
}
