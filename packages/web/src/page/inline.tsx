import { formatDate, type IsoDate } from '@solway/kernel';
import type { Worker } from '@solway/record';
import type { ComponentChild, VNode } from 'preact';

const PHONE = /^\+?[0-9][0-9 ()-]{4,22}$/;

/** A number that can be rung from a phone; anything that is not a number stays text. */
export function phone(number: string | undefined): ComponentChild {
  if (number === undefined) return undefined;
  if (!PHONE.test(number)) return number;
  return (
    <a class="tel" href={`tel:${number.replaceAll(/[^0-9+]/g, '')}`}>
      {number}
    </a>
  );
}

/** `14-Jul-1945`, never broken across two lines. */
export function day(date: IsoDate | undefined): VNode | undefined {
  return date === undefined ? undefined : <span class="day">{formatDate(date)}</span>;
}

export function since(date: IsoDate | undefined): VNode | undefined {
  return date === undefined ? undefined : <span class="day">since {formatDate(date)}</span>;
}

/** `03-Mar-2025 to 04-Aug-2026`, `since 03-Mar-2025`, `until 04-Aug-2026`, or undefined. */
export function period(value: {
  readonly start?: IsoDate | undefined;
  readonly end?: IsoDate | undefined;
}): VNode | undefined {
  if (value.end === undefined) return since(value.start);
  if (value.start === undefined) return <span class="day">until {formatDate(value.end)}</span>;
  return (
    <>
      {day(value.start)} to {day(value.end)}
    </>
  );
}

/** Parts with a middle dot between those that are there. */
export function dotted(...parts: readonly ComponentChild[]): ComponentChild[] {
  const out: ComponentChild[] = [];
  for (const part of parts) {
    if (part === undefined || part === '') continue;
    if (out.length > 0) out.push(' · ');
    out.push(part);
  }
  return out;
}

export function worker(value: Worker | undefined): ComponentChild {
  return value === undefined ? undefined : <>{dotted(value.name, value.role, phone(value.phone))}</>;
}

export function strong(words: string): VNode {
  return <b>{words}</b>;
}

export type Tone = 'on' | 'off' | 'due' | 'bad';

export function tag(tone: Tone, words: string): VNode {
  return <span class={`tag ${tone}`}>{words}</span>;
}

export const WARNING_SIGN = (
  <svg class="sign" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
    <path d="M8 1 15.5 14.5H.5z" />
    <path class="cut" d="M7.2 5.6h1.6l-.3 4.6h-1zM7.2 11.2h1.6v1.6H7.2z" />
  </svg>
);
