import { formatDate, type Instant, londonTime } from '@solway/kernel';
import type { ComponentChildren, VNode } from 'preact';
import { governanceDocument, type GovernanceFrame, type GovernanceSaid } from '../governance/frame.tsx';
import { tag } from '../page/inline.tsx';
import type { VersionHead } from './model.ts';

/** A page of one version: what it is, where it is in its life, and the way to its other pages. */
export function versionDocument(page: {
  readonly title: string;
  readonly frame: GovernanceFrame;
  readonly said?: GovernanceSaid | undefined;
  readonly head: VersionHead;
  readonly children: ComponentChildren;
}): string {
  const { title, frame, said, head, children } = page;
  return governanceDocument({
    title: `${title}: version ${head.version}`,
    skip: 'Skip to the version',
    frame,
    said,
    children: (
      <>
        <header class="versionhead">
          <h1>
            Version {head.version}: {title.charAt(0).toLowerCase() + title.slice(1)}
          </h1>
          <p>
            {head.title}, level {head.level} {tag(head.standing.tone, head.standing.words)}
            {head.digest === undefined ? undefined : (
              <small>
                Digest <code>{head.digest}</code>
              </small>
            )}
          </p>
          {tabs(frame, head)}
        </header>
        {children}
      </>
    ),
  });
}

function tabs({ viewId }: GovernanceFrame, { versionId, tabs: all, here }: VersionHead): VNode {
  return (
    <nav class="tabs" aria-label="This version">
      <form method="post" action={here}>
        <input type="hidden" name="view" value={viewId} />
        <input type="hidden" name="version" value={versionId} />
        {all.map(({ href, label }) => (
          <button class="small" formaction={href} aria-current={href === here ? 'page' : undefined}>
            {label}
          </button>
        ))}
      </form>
    </nav>
  );
}

/** A form that is about a version: its id and the viewer's travel hidden. */
export function versionForm(
  { frame, head }: { readonly frame: GovernanceFrame; readonly head: Pick<VersionHead, 'versionId'> },
  action: string,
  children: ComponentChildren,
  hidden: Readonly<Record<string, string>> = {},
): VNode {
  return (
    <form class="item fields" method="post" action={action}>
      <input type="hidden" name="view" value={frame.viewId} />
      <input type="hidden" name="version" value={head.versionId} />
      {Object.entries(hidden).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {children}
    </form>
  );
}

export function panel(title: string, children: ComponentChildren, stamp?: ComponentChildren): VNode {
  const id = title.toLowerCase().replaceAll(/[^a-z]+/g, '-');
  return (
    <section class="panel" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {stamp === undefined ? undefined : <p class="stamp">{stamp}</p>}
      </header>
      {children}
    </section>
  );
}

export function momentWords(at: Instant): string {
  const { date, time } = londonTime(at);
  return `${time}, ${formatDate(date)}`;
}

export function textArea(
  name: string,
  label: string,
  value: string,
  options: { readonly rows?: number; readonly hint?: string; readonly required?: boolean } = {},
): VNode {
  return (
    <label class="field">
      <span>{label}</span>
      {options.hint === undefined ? undefined : <small>{options.hint}</small>}
      <textarea name={name} rows={options.rows ?? 4} required={options.required ?? true}>
        {value}
      </textarea>
    </label>
  );
}

export function textField(
  name: string,
  label: string,
  value: string,
  options: {
    readonly type?: 'text' | 'date' | 'number';
    readonly hint?: string;
    readonly required?: boolean;
  } = {},
): VNode {
  return (
    <label class="field short">
      <span>{label}</span>
      {options.hint === undefined ? undefined : <small>{options.hint}</small>}
      {input(
        { name, value, required: options.required ?? true, autocomplete: 'off' },
        options.type ?? 'text',
      )}
    </label>
  );
}

interface InputParts {
  readonly name: string;
  readonly value: string;
  readonly required: boolean;
  readonly autocomplete: 'off';
}

function input(parts: InputParts, type: 'text' | 'date' | 'number'): VNode {
  switch (type) {
    case 'text':
      return <input type="text" {...parts} />;
    case 'date':
      return <input type="date" {...parts} />;
    case 'number':
      return <input type="number" {...parts} />;
  }
}

export function choice(
  name: string,
  label: string,
  options: readonly { readonly value: string; readonly label: string }[],
  chosen?: string,
): VNode {
  return (
    <label class="field short">
      <span>{label}</span>
      <select name={name}>
        {options.map((one) => (
          <option value={one.value} selected={one.value === chosen}>
            {one.label}
          </option>
        ))}
      </select>
    </label>
  );
}

export function ticks(
  name: string,
  legend: string,
  options: readonly { readonly value: string; readonly label: string }[],
  ticked: readonly string[],
  hint?: string,
): VNode {
  return (
    <fieldset class="ticks">
      <legend>{legend}</legend>
      {hint === undefined ? undefined : <small>{hint}</small>}
      {options.map(({ value, label }) => (
        <label>
          <input type="checkbox" name={name} value={value} checked={ticked.includes(value)} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
