import { Flags } from '../flags.ts';
import { endWithParent } from '../lifetime.ts';
import { startOrion } from '../orion/start-orion.ts';
import { POPULATION_FLAGS, standInPopulation } from './population.ts';

/** `orion --data DIR --solway URL [--port P] [--people N] [--seed S] [--as-of DATE] [--bundles DIR] [--fhir-token T] [--feed HOST:PORT]` */
export async function runOrion(args: readonly string[]): Promise<void> {
  const flags = new Flags(args, [...POPULATION_FLAGS, 'data', 'port', 'solway', 'fhir-token', 'feed']);
  const port = flags.whole('port');
  const fhirToken = flags.text('fhir-token');
  const feed = flags.text('feed');
  const starting = startOrion({
    ...standInPopulation(flags),
    data: flags.needed('data'),
    solwayUrl: flags.needed('solway'),
    ...(port === undefined ? {} : { port }),
    ...(fhirToken === undefined ? {} : { fhirToken }),
    ...(feed === undefined ? {} : { feed }),
  });
  endWithParent(async () => (await starting).close());
  const orion = await starting;
  const { url, fhirUrl, chiExtract, staff, signIn } = orion;
  console.log(
    JSON.stringify({
      ready: true,
      standIn: 'orion',
      port: orion.port,
      url,
      fhirUrl,
      jwksUrl: `http://127.0.0.1:${orion.port}/jwks.json`,
      chiExtract,
      staff,
      signIn,
    }),
  );
}
