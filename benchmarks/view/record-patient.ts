import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IsoDate } from '@solway/kernel';
import { HEALTH_ITEMS } from '@solway/record';
import { startOrion } from '@solway/simulators';
import { createFhirSource } from '@solway/sources';
import { keyOf, type Recording } from './recording.ts';

export interface Recorded {
  readonly birthDate: IsoDate;
  readonly recording: Recording;
  readonly items: number;
}

/** What level 2 grants a social worker for direct care, in the demonstration agreement. */
const ITEMS = HEALTH_ITEMS.filter((item) => !['letters', 'results', 'nursing-notes'].includes(item));

/** Asks the Orion stand-in for each of some patients, and keeps every answer of the one with the fullest record. */
export async function recordPatient(folder: string): Promise<Recorded> {
  const orion = await startOrion({ data: folder, people: 200, seed: 1, solwayUrl: 'http://127.0.0.1:9' });
  const answers: Record<string, string> = {};
  const recorder = createServer((request, response) => {
    void fetch(new URL(request.url ?? '', orion.fhirUrl)).then(async (answer) => {
      const body = (await answer.text()).replaceAll(orion.fhirUrl, '');
      answers[keyOf(request.url ?? '')] = body;
      response.writeHead(answer.status, { 'content-type': 'application/fhir+json' }).end(body);
    });
  });
  await new Promise<void>((resolve) => recorder.listen(0, '127.0.0.1', resolve));
  const { port } = recorder.address() as { port: number };
  const source = createFhirSource({ name: 'Orion', baseUrl: `http://127.0.0.1:${port}/fhir` });
  let best: { birthDate: string; entries: number; recording: Recording } | undefined;
  const [header = '', ...lines] = readFileSync(orion.chiExtract, 'utf8').trim().split('\n');
  const column = (name: string): number => header.trim().split(',').indexOf(name);
  for (const line of lines.slice(0, 80)) {
    for (const key of Object.keys(answers)) delete answers[key];
    const cells = line.split(',');
    const chi = (cells[column('chi')] ?? '').trim();
    let entries = 0;
    for (const item of ITEMS) {
      const answer = await source.fetch(item, {
        personId: chi,
        signal: AbortSignal.timeout(5000),
        limit: 50,
      });
      if (answer.state === 'answered' && answer.personMarks.length === 0 && answer.setAside.length === 0)
        entries += answer.entries.length;
      else entries -= 1000;
    }
    if (entries > (best?.entries ?? 0)) {
      const recording = { chi, bodies: { ...answers } };
      best = { birthDate: cells[column('date_of_birth')] ?? '', entries, recording };
    }
  }
  await source.close();
  recorder.close();
  await orion.close();
  if (best === undefined) throw new Error('no patient has a record');
  return {
    birthDate: best.birthDate as IsoDate,
    recording: best.recording,
    items: best.entries,
  };
}
