import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { assetPaths, type ScriptName } from '../assets.ts';

export interface DocumentParts {
  readonly title: string;
  readonly bodyClass: string;
  readonly nonce?: string | undefined;
  /** Read by the script from the body's `data-` attributes. */
  readonly data?: Readonly<Record<`data-${string}`, string | number>>;
  readonly scripts?: readonly ScriptName[];
  readonly children: ComponentChildren;
}

/** A whole document: no inline script, no inline style, nothing from another host. */
export function renderDocument(parts: DocumentParts): string {
  return `<!doctype html>${renderToString(page(parts))}`;
}

function page({ title, bodyClass, nonce, data, scripts = [], children }: DocumentParts): VNode {
  return (
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <link rel="stylesheet" href={assetPaths.stylesheet} nonce={nonce} />
        {scripts.map((name) => (
          <script src={assetPaths.scripts[name]} defer nonce={nonce} />
        ))}
      </head>
      <body class={bodyClass} {...data}>
        {children}
      </body>
    </html>
  );
}
