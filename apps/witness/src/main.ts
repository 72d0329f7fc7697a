import { SolwayError } from '@solway/kernel';
import { untilEnded } from './lifetime.ts';
import { readOptions, usage } from './options.ts';
import { buildServer } from './server.ts';
import { Witness } from './witness.ts';

async function main([command, ...args]: readonly string[]): Promise<number> {
  if (command !== 'serve') {
    console.error(usage);
    return 2;
  }
  const { port, bind, ...settings } = readOptions(args);
  const witness = new Witness({ ...settings, nowMs: Date.now });
  const app = buildServer(witness, {
    refused: (reason, words) => console.error(JSON.stringify({ refused: reason, words })),
    failed: (error) => console.error(error),
  });
  const url = await app.listen({ port, host: bind });
  console.log(JSON.stringify({ ready: true, url, key: `${settings.folder}/witness.pub.pem` }));
  await untilEnded();
  await app.close();
  witness.close();
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof SolwayError ? `${error.message} (${error.code})` : error);
  process.exitCode = 1;
}
