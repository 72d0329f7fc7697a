import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface Asset {
  readonly body: Buffer;
  readonly contentType: string;
  /** The name holds a hash of the content, so a browser may keep it for a year without asking. */
  readonly immutable: boolean;
}

/** In the order in which they are joined: what holds in general first, what a medium changes last. */
const STYLES = [
  'base',
  'banner',
  'page',
  'glance',
  'panel',
  'entries',
  'state',
  'week',
  'foot',
  'exposed',
  'top-level',
  'governance',
  'agreement',
  'review',
  'narrow',
  'forced-colours',
  'print',
];

const served = new Map<string, Asset>();

/** Every file a page asks for, by its path. Read once: the pages and the server then agree by construction. */
export const assets: ReadonlyMap<string, Asset> = served;

export const assetPaths = {
  stylesheet: add(
    'css',
    'text/css; charset=utf-8',
    withoutComments(STYLES.map((name) => read(`../static/${name}.css`)).join('')),
  ),
  scripts: { viewer: script('viewer'), steward: script('steward') },
} as const;

export type ScriptName = keyof typeof assetPaths.scripts;

function script(name: string): string {
  return add('js', 'text/javascript; charset=utf-8', unindented(read(`../dist/island/${name}.js`)));
}

function read(relative: string): string {
  return readFileSync(new URL(relative, import.meta.url), 'utf8');
}

function withoutComments(css: string): string {
  return css
    .replaceAll(/\/\*[^]*?\*\//g, '')
    .replaceAll(/\s*\n\s*/g, '')
    .replaceAll(/\s*([{};,])\s*/g, '$1');
}

/** The compiled script holds no text of more than one line, so its indentation is only weight. */
function unindented(script: string): string {
  return script.replaceAll(/^\s+/gm, '');
}

function add(extension: string, contentType: string, text: string): string {
  const body = Buffer.from(text, 'utf8');
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 16);
  const path = `/assets/${hash}.${extension}`;
  served.set(path, { body, contentType, immutable: true });
  return path;
}
