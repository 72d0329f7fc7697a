import type { ComponentChildren, VNode } from 'preact';
import { formatDate, type Instant, londonTime } from '@solway/kernel';
import type { GovernanceFrame } from './frame.tsx';

/** A form of a governance page: what it posts carries the page's opaque id, and the fields given. */
export function actForm(
  { viewId }: Pick<GovernanceFrame, 'viewId'>,
  href: string,
  fields: Readonly<Record<string, string>>,
  children: ComponentChildren,
): VNode {
  return (
    <form class="item" method="post" action={href}>
      <input type="hidden" name="view" value={viewId} />
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <div class="acts">{children}</div>
    </form>
  );
}

interface FieldOptions {
  readonly type?: 'text' | 'date' | 'number';
  readonly value?: string | number | undefined;
  readonly required?: boolean;
  readonly max?: number | string;
  readonly min?: number | string;
  readonly maxLength?: number;
  readonly wide?: boolean;
}

export function field(name: string, words: string, options: FieldOptions = {}): VNode {
  const { type = 'text', wide = false, required = false, ...more } = options;
  return (
    <label class={wide ? 'noted' : undefined}>
      <span>{words}</span>
      {type === 'number' ? (
        <input name={name} type="number" required={required} step="any" {...more} />
      ) : type === 'date' ? (
        <input name={name} type="date" required={required} {...more} />
      ) : (
        <input name={name} required={required} autocomplete="off" {...more} />
      )}
    </label>
  );
}

export function area(
  name: string,
  words: string,
  options: { readonly required?: boolean; readonly value?: string } = {},
): VNode {
  return (
    <label class="noted area">
      <span>{words}</span>
      <textarea name={name} rows={3} maxLength={4000} required={options.required ?? false}>
        {options.value}
      </textarea>
    </label>
  );
}

export function choice(
  name: string,
  words: string,
  options: readonly (readonly [value: string, words: string])[],
  more: { readonly required?: boolean; readonly empty?: string; readonly value?: string } = {},
): VNode {
  return (
    <label>
      <span>{words}</span>
      <select name={name} required={more.required ?? false}>
        {more.empty === undefined ? undefined : <option value="">{more.empty}</option>}
        {options.map(([value, text]) => (
          <option value={value} selected={value === more.value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A section of a page with its heading; `id` names it for the heading. */
export function panel(
  id: string,
  heading: string,
  stamp: string | undefined,
  children: ComponentChildren,
): VNode {
  return (
    <section class="panel" aria-labelledby={id}>
      <header>
        <h2 id={id}>{heading}</h2>
        {stamp === undefined ? undefined : <p class="stamp">{stamp}</p>}
      </header>
      {children}
    </section>
  );
}

/** `10:42, 23-Nov-2026` */
export function moment(at: Instant): string {
  const { date, time } = londonTime(at);
  return `${time}, ${formatDate(date)}`;
}

export function count(n: number): string {
  return n.toLocaleString('en-GB');
}

/** `1 look`, `2 looks` */
export function several(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}
