// Solway itself, composed as it is in production, telling the driver what it spent.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { WalkStep } from '@solway/disclosure';
import { compose, type HostRegistration, readConfiguration } from 'solway';
import { measured } from './measured.ts';

const { databaseUrl, fhirUrl, data, hosts, timed } = JSON.parse(process.argv[2] ?? '{}') as {
  databaseUrl: string;
  fhirUrl: string;
  data: string;
  hosts: HostRegistration[];
  /** Times every step of every view; costs a little, so the server whose CPU is counted does without. */
  timed: boolean;
};
const steps = new Map<WalkStep, number[]>();
const own: number[] = [];
interface Timed {
  readonly startedMs: number;
  fetchedMs: number;
}
const views = new AsyncLocalStorage<Timed>();
const byRequest = new WeakMap<object, Timed>();
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
  ...(timed ? { observe } : {}),
});
if (timed) {
  running.app.addHook('onRequest', (request, _reply, done) => {
    const view = { startedMs: performance.now(), fetchedMs: 0 };
    byRequest.set(request, view);
    views.run(view, done);
  });
  running.app.addHook('onResponse', (request, _reply, done) => {
    const view = byRequest.get(request);
    if (view !== undefined) own.push(performance.now() - view.startedMs - view.fetchedMs);
    done();
  });
}
measured(await running.app.listen({ port: 0, host: '127.0.0.1' }), () => {
  const report = { own: own.splice(0), steps: Object.fromEntries(steps) };
  steps.clear();
  return report;
});

function observe(step: WalkStep, ms: number): void {
  const view = views.getStore();
  if (view !== undefined && step === 'fetched') view.fetchedMs = ms;
  const known = steps.get(step);
  if (known === undefined) steps.set(step, [ms]);
  else known.push(ms);
}
