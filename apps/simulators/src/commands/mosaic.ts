import { Flags } from '../flags.ts';
import { endWithParent } from '../lifetime.ts';
import { startMosaic } from '../mosaic/start-mosaic.ts';
import { POPULATION_FLAGS, standInPopulation } from './population.ts';

/** `mosaic --data DIR --solway URL [--port P] [--database-port P] [--people N] [--council N] [--seed S] [--as-of DATE] [--bundles DIR] [--upload-token T]` */
export async function runMosaic(args: readonly string[]): Promise<void> {
  const flags = new Flags(args, [
    ...POPULATION_FLAGS,
    'data',
    'port',
    'database-port',
    'solway',
    'upload-token',
  ]);
  const port = flags.whole('port');
  const databasePort = flags.whole('database-port');
  const uploadToken = flags.text('upload-token');
  const starting = startMosaic({
    ...standInPopulation(flags),
    data: flags.needed('data'),
    solwayUrl: flags.needed('solway'),
    ...(port === undefined ? {} : { port }),
    ...(databasePort === undefined ? {} : { databasePort }),
    ...(uploadToken === undefined ? {} : { uploadToken }),
  });
  // From the first moment: one stopped while it starts ends its database too.
  endWithParent(async () => (await starting).close());
  const mosaic = await starting;
  const { url, databaseUrl, uploadUrl, councilExtract, staff, signIn } = mosaic;
  const jwksUrl = `http://127.0.0.1:${mosaic.port}/jwks.json`;
  console.log(
    JSON.stringify({
      ready: true,
      standIn: 'mosaic',
      port: mosaic.port,
      url,
      databaseUrl,
      uploadUrl,
      jwksUrl,
      councilExtract,
      staff,
      signIn,
    }),
  );
}
