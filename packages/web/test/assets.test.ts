import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { assets } from '@solway/web';
import { describe, expect, test } from 'vitest';
import { PAGES } from './fixtures/pages.ts';

describe('assets', () => {
  test('are named by their content, so a browser may keep them', () => {
    for (const [path, { body, immutable }] of assets) {
      const hash = createHash('sha256').update(body).digest('base64url').slice(0, 16);
      expect(path).toContain(hash);
      expect(immutable).toBe(true);
    }
  });

  test('are all that a page asks for', () => {
    for (const page of Object.values(PAGES)) {
      for (const [, path] of page().matchAll(/(?:<link[^>]*href|<script[^>]*src)="([^"]*)"/g)) {
        expect(assets.has(path ?? '')).toBe(true);
      }
    }
  });

  test('weigh little: the script under 4 KB, the largest page with everything under 60 KB', () => {
    const weights = [...assets.values()].map(({ body }) => body.length);
    const script = [...assets].find(([path]) => path.endsWith('.js'))?.[1].body.length ?? Infinity;
    const largest = Math.max(...Object.values(PAGES).map((page) => Buffer.byteLength(page())));
    expect(script).toBeLessThan(4096);
    expect(largest + weights.reduce((sum, weight) => sum + weight, 0)).toBeLessThan(60 * 1024);
  });

  test('the palette is that of the published Scottish Government Design System', () => {
    const package_ = createRequire(import.meta.url).resolve(
      '@scottish-government/design-system/package.json',
    );
    const published = readFileSync(
      join(dirname(package_), 'src/base/settings/colours/_colours.scss'),
      'utf8',
    );
    const ours = readFileSync(new URL('../static/base.css', import.meta.url), 'utf8');
    const taken = [
      'ink',
      'soft',
      'faint',
      'ground',
      'blue',
      'blue-darker',
      'blue-light',
      'green',
      'amber',
      'yellow',
    ];
    const unlike = taken.filter((name) => {
      const colour = new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(ours)?.[1];
      return colour === undefined || !published.includes(`${colour};`);
    });
    expect(unlike).toEqual([]);
  });
});
