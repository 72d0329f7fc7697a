import { readFileSync } from 'node:fs';
import { SolwayError } from '@solway/kernel';
import { verifyCommand, verifyUsage } from '@solway/ledger';
import { matchCommand, matchUsage } from '@solway/identity';
import { linkCommand } from '@solway/linkage';
import { parseClients } from '@solway/smart';
import { migrate, openDatabase } from '@solway/store';
import { auditCommand, auditUsage } from './audit-export.ts';
import { listenBackChannel } from './back-channel.ts';
import { compose, type Running } from './compose.ts';
import { type Configuration, ConfigurationError, readConfiguration } from './configuration.ts';
import { runDemo } from './demo/demo.ts';
import { readDemoOptions } from './demo/options.ts';
import { parseHosts } from './hosts.ts';
import { loadCommand, loadUsage } from './load-command.ts';
import { configuredWitness } from './keys.ts';
import { mosaicCommand, mosaicUsage } from './mosaic-command.ts';
import { exportCommand, exportUsage } from './ledger-export.ts';
import { requireAnswer } from './require-answer.ts';
import { retainCommand, retainUsage } from './retention.ts';
import { parseProviders } from './sign-in/providers.ts';

const USAGE = `solway <command>

  serve                      the server, on outside parts: which the settings name
  demo [--people N] [--fresh] [--bundles DIR]
                             everything on this machine: a database, the stand-ins, invented people
  ${loadUsage}
  ${mosaicUsage}
  ${matchUsage}
  link LEFT [RIGHT] --settings FILE --out FILE; link init LEFT [RIGHT]
                             link or deduplicate any two tables of people: docs/guide/linking.md
  ${exportUsage}
                             the ledger, or the archive of one month of it, as a file that verifies by itself
  ${retainUsage}
                             erases the personal part of entries whose time is over, as the server does once a day
  ${auditUsage}
                             FHIR AuditEvents (IHE BALP) for an organisation’s own audit system, as NDJSON
  ${verifyUsage}

Settings are read from the environment: see docs/reference/configuration.md.`;

async function main(args: readonly string[]): Promise<number> {
  const [command, ...rest] = args;
  switch (command) {
    case 'serve':
      return serve();
    case 'demo':
      return runDemo(readConfiguration(process.env), readDemoOptions(rest), untilSignalled);
    case 'load':
      return loadCommand(rest, readConfiguration(process.env));
    case 'mosaic':
      return mosaicCommand(rest, readConfiguration(process.env));
    case 'match':
      return matchCommand(rest, process);
    case 'link':
      return linkCommand(rest, process);
    case 'ledger':
      if (rest[0] === 'export') return exportCommand(rest.slice(1), readConfiguration(process.env));
      if (rest[0] === 'retain') return retainCommand(rest.slice(1), readConfiguration(process.env));
      if (rest[0] === 'audit-events') return auditCommand(rest.slice(1), readConfiguration(process.env));
      if (rest[0] === 'verify')
        return verifyCommand(rest.slice(1), { out: console.log, err: console.error, nowMs: Date.now });
      break;
    case undefined:
    case 'help':
    case '--help':
      console.log(USAGE);
      return 0;
  }
  console.error(`There is no command "${args.join(' ')}".\n\n${USAGE}`);
  return 2;
}

async function serve(): Promise<number> {
  const configuration = readConfiguration(process.env);
  const { databaseUrl, hostsFile, fhirUrl, mosaicUrl, councilContact, healthContact } = configuration;
  const needed = {
    DATABASE_URL: databaseUrl,
    SOLWAY_HOSTS: hostsFile,
    SOLWAY_FHIR_URL: fhirUrl,
    SOLWAY_MOSAIC_URL: mosaicUrl,
    SOLWAY_COUNCIL_CONTACT: councilContact,
    SOLWAY_HEALTH_CONTACT: healthContact,
  };
  if (!databaseUrl || !hostsFile || !fhirUrl || !mosaicUrl || !councilContact || !healthContact) {
    const missing = Object.entries(needed).filter(([, value]) => value === undefined);
    throw new ConfigurationError(
      'configuration-invalid',
      `serving needs ${missing.map(([name]) => name).join(', ')}`,
    );
  }
  const db = openDatabase(databaseUrl, { connections: 1 });
  try {
    await requireAnswer(db);
    await migrate(db);
  } finally {
    await db.end();
  }
  const witness = configuredWitness(configuration);
  const running = await compose({
    configuration,
    databaseUrl,
    ...(witness === undefined ? {} : { witness }),
    publicUrl: configuration.publicUrl ?? `http://127.0.0.1:${configuration.port}`,
    hosts: parseHosts(readFileSync(hostsFile, 'utf8')),
    ...(configuration.clientsFile === undefined
      ? {}
      : { clients: parseClients(readFileSync(configuration.clientsFile, 'utf8')) }),
    fhirUrl,
    mosaicUrl,
    ...(configuration.uploadUrl === undefined ? {} : { uploadUrl: configuration.uploadUrl }),
    ...(configuration.hl7 === undefined ? {} : { hl7: configuration.hl7 }),
    contacts: { council: councilContact, health: healthContact },
    ...(configuration.signInFile === undefined
      ? {}
      : { providers: parseProviders(readFileSync(configuration.signInFile, 'utf8')) }),
  });
  await listen(running, configuration);
  await untilSignalled();
  await running.close();
  return 0;
}

async function listen(
  running: Running,
  { port, bind, backChannel }: Pick<Configuration, 'backChannel' | 'bind' | 'port'>,
): Promise<void> {
  if (backChannel !== undefined) {
    await listenBackChannel(running.app, backChannel, (error) => running.app.log.error({ err: error }));
    console.log(`The back channel listens on https://${backChannel.bind}:${backChannel.port}`);
  }
  const address = await running.app.listen({ port, host: bind });
  console.log(`Solway listens on ${address}`);
}

/** Resolves at the first Ctrl-C or request to stop; a second Ctrl-C ends the process at once. */
function untilSignalled(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const stop = (): void => {
      if (asked) process.exit(130);
      asked = true;
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof SolwayError ? `${error.message} (${error.code})` : error);
  process.exitCode = 1;
}
