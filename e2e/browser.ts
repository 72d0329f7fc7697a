import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { chromium, type Browser } from 'playwright-core';
import { extract } from 'tar-fs';

const pack = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..', 'bin');
const store = join(
  dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')),
  '..',
  '.cache',
);

/**
 * The browser that comes inside the registry package: nothing is downloaded. The package's own arguments switch
 * web security off and run one process, so they are not used: cross-site frames must behave as in real life.
 * `SOLWAY_CHROME` names a browser that is already on the machine.
 */
export async function launchBrowser(): Promise<Browser> {
  const own = process.env['SOLWAY_CHROME'];
  const folder = own === undefined ? await inflated() : undefined;
  const executablePath = own ?? join(folder ?? '', 'chromium');
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--headless=shell',
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--disable-gpu',
      '--font-render-hinting=none',
      '--hide-scrollbars',
    ],
    ...(folder === undefined
      ? {}
      : {
          env: {
            ...stringsOf(process.env),
            FONTCONFIG_FILE: join(folder, 'fonts.conf'),
            // libnss3 and libnspr4, for a machine that has none of its own.
            LD_LIBRARY_PATH: [join(folder, 'al2023', 'lib'), process.env['LD_LIBRARY_PATH']]
              .filter(Boolean)
              .join(':'),
          },
        }),
  });
}

/** Inflates the pack once, into a folder that appears whole or not at all: tests start in several processes. */
async function inflated(): Promise<string> {
  // A new version of the pack is a new folder.
  const { version } = JSON.parse(readFileSync(join(pack, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  const folder = join(store, `solway-chromium-${version}`);
  if (existsSync(folder)) return folder;
  await mkdir(store, { recursive: true });
  const work = await mkdtemp(join(store, 'inflating-'));
  const libraries = onMachine('libnss3.so') ? [] : ['al2023'];
  for (const tar of ['fonts', ...libraries]) {
    await pipeline(
      createReadStream(join(pack, `${tar}.tar.br`)),
      createBrotliDecompress(),
      extract(join(work, tar)),
    );
  }
  await pipeline(
    createReadStream(join(pack, 'chromium.br')),
    createBrotliDecompress(),
    createWriteStream(join(work, 'chromium')),
  );
  await writeFile(join(work, 'fonts.conf'), fontSettings(folder));
  await chmod(join(work, 'chromium'), 0o755);
  await chmod(work, 0o755);
  await rename(work, folder).catch(async (error: unknown) => {
    await rm(work, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  });
  return folder;
}

/** The pack's one typeface stands for whatever the pages ask of the system, so pictures are the same everywhere. */
function fontSettings(folder: string): string {
  const alias = (family: string) =>
    `<alias binding="same"><family>${family}</family><prefer><family>Open Sans</family></prefer></alias>`;
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'font-cache')}</cachedir>${['Roboto', 'system-ui', 'sans-serif', 'Arial'].map(alias).join('')}</fontconfig>`;
}

function onMachine(library: string): boolean {
  return ['/usr/lib64', '/lib64', '/usr/lib', '/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu'].some(
    (folder) => existsSync(join(folder, library)),
  );
}

function stringsOf(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}
