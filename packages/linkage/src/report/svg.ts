/** Text made safe inside HTML and SVG. */
export function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

export const colours = {
  for: '#1f6f54',
  against: '#b3402a',
  ink: '#1b2430',
  faint: '#d9dee5',
  mark: '#2b5fa8',
  soft: '#8fb2dd',
};

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A drawing with a name that screen readers speak. */
export function svg(frame: Frame, title: string, body: string): string {
  return `<svg viewBox="0 0 ${frame.width} ${frame.height}" width="${frame.width}" height="${frame.height}" role="img" aria-label="${escape(title)}">${body}</svg>`;
}

export function text(
  x: number,
  y: number,
  content: string,
  options: { anchor?: 'start' | 'middle' | 'end'; weight?: number; fill?: string; size?: number } = {},
): string {
  const { anchor = 'start', weight = 400, fill = colours.ink, size = 12 } = options;
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" font-size="${size}" font-weight="${weight}" fill="${fill}">${escape(content)}</text>`;
}

export function rect(x: number, y: number, width: number, height: number, fill: string): string {
  return `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${Math.max(0, width).toFixed(1)}" height="${Math.max(0, height).toFixed(1)}" fill="${fill}"/>`;
}

export function line(x1: number, y1: number, x2: number, y2: number, stroke: string, dash = ''): string {
  return `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" stroke="${stroke}"${dash ? ` stroke-dasharray="${dash}"` : ''}/>`;
}

interface Ticked {
  (value: number): number;
  ticks(count?: number): number[];
}

/** Grid lines and numbers of both axes, with their titles. */
export function axes(
  frame: Frame,
  x: Ticked,
  y: Ticked,
  titles: { x: string; y: string },
  format: { x?: (value: number) => string; y?: (value: number) => string } = {},
): string {
  const [bottom, right] = [frame.height - frame.bottom, frame.width - frame.right];
  const across = x
    .ticks(8)
    .map(
      (value) =>
        line(x(value), frame.top, x(value), bottom, colours.faint) +
        text(x(value), bottom + 16, (format.x ?? String)(value), { anchor: 'middle', size: 11 }),
    );
  const up = y
    .ticks(5)
    .map(
      (value) =>
        line(frame.left, y(value), right, y(value), colours.faint) +
        text(frame.left - 6, y(value) + 4, (format.y ?? String)(value), { anchor: 'end', size: 11 }),
    );
  const names =
    text((frame.left + right) / 2, frame.height - 6, titles.x, { anchor: 'middle' }) +
    text(frame.left - 6, frame.top - 8, titles.y, { anchor: 'start' });
  return across.join('') + up.join('') + names;
}

export function percent(value: number): string {
  if (value > 0.9999 && value < 1) return 'over 99.99%';
  const hundredths = value * 100;
  return `${hundredths.toFixed(hundredths === Math.round(hundredths) ? 0 : 1)}%`;
}

export function count(value: number): string {
  return value.toLocaleString('en-GB');
}

export function bits(value: number): string {
  return `${value > 0 ? '+' : value < 0 ? '−' : ''}${Math.abs(value).toFixed(1)}`;
}
