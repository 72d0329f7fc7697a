// Starts the demonstration in a temporary folder, walks through its doors in a real browser, and writes the pictures
// that README.md shows. The people are chosen by kind from what the stand-ins offer, so each run shows the same ones.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchBrowser } from './browser.ts';

const MAIN = fileURLToPath(new URL('../apps/solway/dist/main.js', import.meta.url));
const IMAGES = fileURLToPath(new URL('../docs/images/', import.meta.url));
const LARGEST_BYTES = 250 * 1024;
const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

async function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** Three ports in a row: Solway's, and the two stand-ins' after it. */
async function threeFreePorts() {
  for (let port = 9600; port < 20_000; port += 10) {
    const free = await Promise.all([0, 1, 2].map((offset) => isFree(port + offset)));
    if (free.every(Boolean)) return port;
  }
  throw new Error('no three free ports in a row');
}

async function startDemonstration(port, folder) {
  const child = spawn(process.execPath, [MAIN, 'demo', '--people', '5000'], {
    env: { ...process.env, SOLWAY_PORT: String(port), SOLWAY_DATA: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  let said = '';
  const ready = new Promise((resolve) => {
    child.stdout.on('data', (chunk) => {
      said += chunk;
      if (said.includes('Open http')) resolve(true);
    });
  });
  if ((await Promise.race([ready, ended])) !== true) throw new Error(`it did not start:\n${said}`);
  return stop;
}

async function personOf(system, kind) {
  const people = await (await fetch(`${system}/people-to-try.json`)).json();
  const found = people.find((one) => one.kind === kind);
  if (found === undefined) throw new Error(`${system} offers nobody of the kind "${kind}"`);
  return found.person.id;
}

async function keep(page, name) {
  const path = join(IMAGES, `${name}.png`);
  await page.screenshot({ path });
  const { size } = await stat(path);
  if (size >= LARGEST_BYTES) throw new Error(`${name}.png is ${size} bytes: too large`);
  console.log(`docs/images/${name}.png  ${(size / 1024).toFixed(0)} KB`);
}

/** Signs in, opens a person, and waits until the other side's summary stands in the frame. */
async function openPerson(browser, system, role, id, words, viewport = DESKTOP) {
  const page = await browser.newPage({ viewport });
  await page.goto(`${system}/sign-in?as=${role}&next=/people/${id}`);
  await page
    .frameLocator('iframe.viewer')
    .getByText(words)
    .filter({ visible: true })
    .first()
    .waitFor({ timeout: 15_000 });
  // The words are there before their stylesheet: the picture waits for both.
  await page.waitForLoadState('networkidle');
  return page;
}

const folder = await mkdtemp(join(tmpdir(), 'solway-screenshots-'));
let stop = async () => {};
let browser;
try {
  await mkdir(IMAGES, { recursive: true });
  const port = await threeFreePorts();
  stop = await startDemonstration(port, join(folder, 'data'));
  const [solway, mosaic, orion] = [
    `http://127.0.0.1:${port}`,
    `http://localhost:${port + 1}`,
    `http://localhost:${port + 2}`,
  ];
  browser = await launchBrowser();

  const doors = await browser.newPage({ viewport: DESKTOP });
  await doors.goto(solway);
  await keep(doors, 'doors');

  const frail = await personOf(orion, 'frail-older-adult');
  const known = 'Viewed by';
  await keep(await openPerson(browser, orion, 'community-nurse', frail, known), 'portal-social-work');
  const carer = await personOf(mosaic, 'care-and-alerts');
  await keep(await openPerson(browser, mosaic, 'social-worker', carer, known), 'mosaic-nhs');
  await keep(await openPerson(browser, orion, 'community-nurse', frail, known, PHONE), 'phone');

  const lead = await browser.newPage({ viewport: DESKTOP });
  await lead.goto(`${orion}/sign-in?as=governance-lead&next=/governance`);
  const [glass] = await Promise.all([
    lead.waitForEvent('popup'),
    lead.getByRole('button', { name: 'Open the governance view' }).click(),
  ]);
  await glass.waitForLoadState('networkidle');
  await glass.setViewportSize(DESKTOP);
  await keep(glass, 'behind-the-glass');

  const young = await personOf(orion, 'young-adult');
  await keep(await openPerson(browser, orion, 'community-nurse', young, 'No match'), 'not-matched');
} finally {
  await browser?.close();
  await stop();
  await rm(folder, { recursive: true, force: true });
}
