// A whole server in a process of its own, which kills itself at one step of the walk. Run compiled, so that it is
// what production runs. Arguments: one JSON object.
import { compose } from '../dist/compose.js';
import { readConfiguration } from '../dist/configuration.js';

const { databaseUrl, mosaicUrl, hosts, publicUrl, data, killAt } = JSON.parse(process.argv[2]);
const running = await compose({
  configuration: readConfiguration({ SOLWAY_DATA: data, SOLWAY_LOG: 'silent' }),
  databaseUrl,
  mosaicUrl,
  // Nobody answers here: this side is not asked.
  fhirUrl: 'http://127.0.0.1:9/fhir',
  hosts,
  publicUrl,
  contacts: { council: { label: 'Duty team', phone: '1' }, health: { label: 'Switchboard', phone: '2' } },
  observe: (step) => step === killAt && process.kill(process.pid, 'SIGKILL'),
});
const address = await running.app.listen({ port: 0, host: '127.0.0.1' });
process.send?.({ address });
