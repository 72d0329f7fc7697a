import { createServer, type Server } from 'node:http';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { FhirServer, freePort } from '../apps/solway/test/fhir-scene.ts';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './browser.ts';

// The SMART project's own client library in a real browser: a real launch, from the host's back channel to the screen.
const library = readFileSync(
  createRequire(import.meta.url).resolve('fhirclient/build/fhir-client.min.js'),
  'utf8',
);

let server: FhirServer;
let pages: Server;
let browser: Browser;
let page: string;
beforeAll(async () => {
  const port = await freePort();
  page = `http://localhost:${port}/app.html`;
  server = await FhirServer.begin(page);
  await server.listen();
  pages = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', page);
    response.setHeader(
      'content-type',
      pathname.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8',
    );
    response.end(pathname === '/fhir-client.js' ? library : APP);
  });
  await new Promise<void>((resolve) => pages.listen(port, 'localhost', resolve));
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await new Promise((resolve) => pages.close(resolve));
  await server.end();
});

/** As somebody who follows the library's own documentation would write it. */
const APP = `<!doctype html><title>An app</title><p id="said">…</p><script src="/fhir-client.js"></script><script>
FHIR.oauth2.init({ clientId: 'nurse-app', scope: 'launch openid fhirUser patient/*.rs', redirectUri: 'app.html' })
  .then(async (client) => {
    const patient = await client.patient.read();
    const flags = await client.patient.request('Flag', { flat: true, pageLimit: 0 });
    const refused = await client.patient.request('DocumentReference').then(() => 'none', (error) => error.status ?? error.statusCode);
    const user = await client.user.read();
    window.told = {
      patient: patient.name[0].family, flags: flags.filter((one) => one.resourceType === 'Flag').length, refused,
      user: user.name[0].text, banner: client.state.tokenResponse.need_patient_banner, pkce: Boolean(client.state.codeVerifier),
    };
    document.getElementById('said').textContent = 'done';
  })
  .catch((error) => { document.getElementById('said').textContent = 'failed: ' + error.message; });
</script>`;

describe('fhirclient in a browser', () => {
  it('is launched from the host, signs in, and reads the patient, what is shared and who is looking', async () => {
    const { open } = (await server.launchApp('nurse-app', { needPatientBanner: false })).json<{
      open: string;
    }>();
    const tab = await browser.newPage();
    const visited: string[] = [];
    tab.on('request', (request) => visited.push(request.url()));
    await tab.goto(open);
    await tab.waitForFunction(() => document.getElementById('said')?.textContent !== '…');
    expect(await tab.textContent('#said')).toBe('done');
    expect(await tab.evaluate('window.told')).toEqual({
      patient: 'Smith',
      flags: expect.any(Number) as number,
      refused: 403,
      user: 'A Nurse',
      banner: false,
      pkce: true,
    });
    expect(visited.join(' ')).not.toContain('1407451243');
    await tab.close();
  });

  it('can do nothing with a launch that has been used', async () => {
    const { open } = (await server.launchApp('nurse-app')).json<{ open: string }>();
    const tab = await browser.newPage();
    await tab.goto(open);
    await tab.waitForFunction(() => document.getElementById('said')?.textContent === 'done');
    const other = await (await browser.newContext()).newPage();
    await other.goto(open);
    await other.waitForFunction(() => document.getElementById('said')?.textContent !== '…');
    expect(await other.textContent('#said')).toMatch(/^failed: /);
    await Promise.all([tab.close(), other.context().close()]);
  });
});
