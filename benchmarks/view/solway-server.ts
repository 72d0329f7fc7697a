// Solway itself, composed as it is in production, telling the driver what it spent.
import type { WalkStep } from '@solway/disclosure';
import { compose, type HostRegistration, readConfiguration } from 'solway';
import { measured } from './measured.ts';

const { databaseUrl, fhirUrl, data, hosts } = JSON.parse(process.argv[2] ?? '{}') as {
  databaseUrl: string;
  fhirUrl: string;
  data: string;
  hosts: HostRegistration[];
};
const steps = new Map<WalkStep, number[]>();
const contact = { label: 'Duty team', phone: '1' };
const running = await compose({
  configuration: readConfiguration({ SOLWAY_DATA: data, SOLWAY_LOG: 'silent' }),
  databaseUrl,
  fhirUrl,
  // Not asked in this direction.
  mosaicUrl: 'postgresql://nobody@127.0.0.1:9/none',
  hosts,
  publicUrl: 'http://127.0.0.1:8080',
  contacts: { council: contact, health: contact },
  observe: (step, ms) => void steps.set(step, [...(steps.get(step) ?? []), ms]),
});
const own: number[] = [];
let lastFetch = 0;
running.app.addHook('onRequest', async (request) => {
  Object.assign(request, { startedMs: performance.now() });
});
running.app.addHook('onResponse', async (request) => {
  const { startedMs } = request as unknown as { startedMs: number };
  lastFetch = steps.get('fetched')?.at(-1) ?? lastFetch;
  own.push(performance.now() - startedMs - lastFetch);
});
measured(await running.app.listen({ port: 0, host: '127.0.0.1' }), () => {
  const report = { own: own.splice(0), steps: Object.fromEntries(steps) };
  steps.clear();
  return report;
});
