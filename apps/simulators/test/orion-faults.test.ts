import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Orion, startOrion } from '../src/index.ts';

let folder: string;
let orion: Orion;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orion-'));
  orion = await startOrion({
    data: folder,
    solwayUrl: 'http://127.0.0.1:1',
    people: 300,
    seed: 5,
    fhirToken: 'a-token',
  });
});
afterEach(() => orion.setFault({ mode: 'none' }));
afterAll(async () => {
  await orion.close();
  await rm(folder, { recursive: true });
});

const ask = (path: string, options: RequestInit = {}): Promise<Response> =>
  fetch(`${orion.fhirUrl}/${path}`, { headers: { authorization: 'Bearer a-token' }, ...options });

test('who has no token, or another, is not answered', async () => {
  expect((await ask('Patient/p5', { headers: {} })).status).toBe(401);
  expect((await ask('Patient/p5', { headers: { authorization: 'Bearer b-token' } })).status).toBe(401);
  expect((await ask('Patient/p5')).status).toBe(200);
});

test('a person with a browser orders a fault by a button, and is shown what is ordered', async () => {
  const control = `http://127.0.0.1:${orion.port}/faults`;
  const page = await (await fetch(control, { headers: { accept: 'text/html' } })).text();
  expect(page).toContain('Now:\n            <strong>Working as it should</strong>');
  const order = async (mode: string): Promise<string> => {
    const body = new URLSearchParams({ target: 'fhir', mode, latencyMs: '0' });
    return (await fetch(control, { method: 'POST', body, headers: { accept: 'text/html' } })).text();
  };
  expect(await order('error')).toContain('<strong>Answers with a server error</strong>');
  expect(await order('none')).toContain('<strong>Working as it should</strong>');
});

test('faults are ordered and shown over the control API, and a wrong order is refused', async () => {
  const control = `http://127.0.0.1:${orion.port}/faults`;
  const order = (body: object): Promise<Response> =>
    fetch(control, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  expect((await order({ target: 'fhir', mode: 'error' })).status).toBe(200);
  expect((await ask('Patient/p5')).status).toBe(500);
  expect(await (await fetch(control)).json()).toMatchObject({ target: 'fhir', mode: 'error' });
  expect((await order({ target: 'fhir', mode: 'explode' })).status).toBe(400);
  expect((await order({ target: 'database', mode: 'error' })).status).toBe(400);
});

test('an answer comes late by what was ordered', async () => {
  orion.setFault({ mode: 'latency', latencyMs: 120 });
  const before = performance.now();
  expect((await ask('Patient/p5')).status).toBe(200);
  expect(performance.now() - before).toBeGreaterThanOrEqual(115);
});

test('a hanging side never answers, until its caller goes', async () => {
  orion.setFault({ mode: 'hang' });
  await expect(ask('Patient/p5', { signal: AbortSignal.timeout(100) })).rejects.toThrow(/abort|timeout/);
});

test('a body can stop half-way', async () => {
  orion.setFault({ mode: 'half' });
  const response = await ask('Patient/p5');
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow(/terminated/);
});

test('a body can be no JSON at all', async () => {
  orion.setFault({ mode: 'malformed' });
  await expect((await ask('Condition?patient=p5')).json()).rejects.toThrow(SyntaxError);
});

test('a lying side answers with another patient’s resources', async () => {
  orion.setFault({ mode: 'wrong-patient' });
  for (let n = 2; n < 40; n += 1) {
    const text = await (await ask(`Condition?patient=p${n}`)).text();
    expect(text).not.toContain(`"Patient/p${n}"`);
  }
});

test('a note can have ten megabytes', async () => {
  orion.setFault({ mode: 'huge-note' });
  const text = await (await ask('Communication?patient=p5')).text();
  expect(text.length).toBeGreaterThan(10_000_000);
});

test('a fault can be kept to one resource type', async () => {
  orion.setFault({ mode: 'error', only: 'Condition' });
  expect((await ask('Condition?patient=p5')).status).toBe(500);
  expect((await ask('Flag?patient=p5')).status).toBe(200);
});

test('a folder that holds something else is refused, and nothing in it is touched', async () => {
  const other = await mkdtemp(join(tmpdir(), 'not-ours-'));
  await writeFile(join(other, 'register.db'), 'somebody’s');
  const options = { data: other, solwayUrl: 'http://127.0.0.1:1', people: 200, seed: 1 };
  await expect(startOrion(options)).rejects.toMatchObject({ code: 'data-folder-not-ours' });
  expect(await readdir(other)).toEqual(['register.db']);
  await rm(other, { recursive: true });
});
