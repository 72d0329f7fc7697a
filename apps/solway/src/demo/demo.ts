import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { instantOf, londonTime } from '@solway/kernel';
import { type LocalPostgres, startLocalPostgres } from '@solway/local-postgres';
import type { DoorsModel } from '@solway/web';
import { parseClients } from '@solway/smart';
import { countLinks, countPeople, type Database, migrate, openDatabase, staffInRoles } from '@solway/store';
import { demonstrationAgreement, readAgreementText } from '../agreement-in-force.ts';
import { compose, ledgerIdOf } from '../compose.ts';
import { type Configuration, ConfigurationError } from '../configuration.ts';
import { type HostRegistration, parseHosts } from '../hosts.ts';
import { configuredWitness, ledgerKey, ledgerPublicKeyFile, readWitnessKey } from '../keys.ts';
import { loadAndMatch, loadStaff } from '../load.ts';
import type { WitnessRegistration } from '../witness-client.ts';
import { requireAnswer } from '../require-answer.ts';
import { parseProviders, type SignInProvider } from '../sign-in/providers.ts';
import { refuseTakenPorts } from './free-ports.ts';
import { draftLevelThree } from './level-three.ts';
import type { DemoOptions } from './options.ts';
import { type OfficeHolder, signForDemonstration } from './sign-agreement.ts';
import { startStandIn, startWitness } from './stand-in.ts';

const WITNESSED_BY = 'The health board';
const MARKER = 'solway-demonstration.json';

/** Everything on one machine, until it is told to stop. Returns the exit code. */
export async function runDemo(
  configuration: Configuration,
  options: DemoOptions,
  untilStopped: () => Promise<void>,
): Promise<number> {
  const started = performance.now();
  const say = (text: string): void =>
    console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}`);
  const stopped = untilStopped();
  const stops: (() => Promise<void>)[] = [];
  const stopAll = async (): Promise<void> => {
    for (const stop of stops.reverse()) await stop();
  };
  try {
    await Promise.race([
      begin(configuration, options, say, stops),
      stopped.then(() => Promise.reject(new Stopped())),
    ]);
    await stopped;
    say('Stopping');
    return 0;
  } catch (error) {
    if (error instanceof Stopped) return 0;
    throw error;
  } finally {
    await stopAll();
  }
}

class Stopped extends Error {}

async function begin(
  configuration: Configuration,
  options: DemoOptions,
  say: (text: string) => void,
  stops: (() => Promise<void>)[],
): Promise<void> {
  await refuseTakenPorts(configuration);
  const folder = configuration.dataFolder;
  const beginning = options.fresh || !existsSync(join(folder, MARKER));
  if (beginning && configuration.databaseUrl !== undefined)
    await refuseOthersPeople(configuration.databaseUrl);
  const held = prepareFolder(folder, options, say);
  const publicUrl = configuration.publicUrl ?? `http://127.0.0.1:${configuration.port}`;
  const today = londonTime(instantOf(Date.now())).date;
  say('Starting the stand-ins: the council’s Mosaic and the board’s Orion portal');
  const opening = openOwnDatabase(configuration, folder, stops, say);
  const standIns = (['mosaic', 'orion'] as const).map(async (name, index) => {
    const port = configuration.port + 1 + index;
    const standIn = startStandIn(name, [
      '--data',
      join(folder, name),
      '--port',
      String(port),
      '--solway',
      publicUrl,
      '--people',
      String(held.people),
      ...(held.bundles === undefined ? [] : ['--bundles', held.bundles]),
    ]);
    stops.push(() => standIn.stop());
    return standIn.ready;
  });
  const [{ db, url: databaseUrl }, mosaic, orion] = await Promise.all([opening, ...standIns]);
  if (mosaic === undefined || orion === undefined) throw new Error('unreachable: two were started');
  const witness = await ownWitness(configuration, await ledgerIdOf(db, publicUrl), stops);

  const text = demonstrationAgreement();
  const parties = partiesOf(text);
  await loadStaff(db, String(orion['staff']), parties, today);
  const holder = await officeHolders(db);
  const at = instantOf(Date.now());
  await signForDemonstration(db, { text, at, key: ledgerKey(folder), holder });
  await draftLevelThree(db, holder, at);
  await matchOnce(db, String(mosaic['databaseUrl']), String(orion['chiExtract']), say);

  const running = await compose({
    configuration,
    databaseUrl,
    publicUrl,
    hosts: [
      await registration(orion, 'orion-portal', 'health', parties),
      await registration(mosaic, 'mosaic', 'council', parties),
    ],
    witness,
    ...(configuration.clientsFile === undefined
      ? {}
      : { clients: parseClients(readFileSync(configuration.clientsFile, 'utf8')) }),
    mosaicUrl: String(mosaic['databaseUrl']),
    uploadUrl: String(mosaic['uploadUrl']),
    fhirUrl: String(orion['fhirUrl']),
    // The telephone numbers are of the range kept for fiction.
    contacts: {
      council: configuration.councilContact ?? { label: 'Social work duty team', phone: '01632 960399' },
      health: configuration.healthContact ?? { label: 'Health board switchboard', phone: '01632 960100' },
    },
    frontPage: frontPage(String(orion['url']), String(mosaic['url'])),
    providers: [
      signInOf('council', 'council staff', mosaic, parties),
      signInOf('health', 'health board staff', orion, parties),
    ],
  });
  stops.push(() => running.close());
  await running.app.listen({ port: configuration.port, host: configuration.bind });
  say('Ready. Every person in it is invented.');
  console.log(`\n  Open ${publicUrl}\n\n  Ctrl-C stops everything. The data stays in ${folder}\n`);
}

/** The health board's witness, in a folder of its own; or the one that the settings name. */
async function ownWitness(
  configuration: Configuration,
  logId: string,
  stops: (() => Promise<void>)[],
): Promise<WitnessRegistration> {
  const named = configuredWitness(configuration);
  if (named !== undefined) return named;
  const folder = configuration.dataFolder;
  ledgerKey(folder);
  const logKey = ledgerPublicKeyFile(folder);
  const data = join(folder, 'witness');
  const args = ['--data', data, '--log-id', logId, '--log-key', logKey, '--port', '0'];
  const witness = startWitness(args);
  stops.push(() => witness.stop());
  const ready = await witness.ready;
  return {
    url: String(ready['url']),
    key: readWitnessKey(String(ready['key'])),
    name: WITNESSED_BY,
  };
}

type Held = Pick<DemoOptions, 'people' | 'bundles'>;

/**
 * A folder that is ours is emptied on request; one that holds something else is never touched.
 * @returns what the demonstration in it holds, whatever was asked for this time
 */
function prepareFolder(
  folder: string,
  { fresh, people, bundles }: DemoOptions,
  say: (text: string) => void,
): Held {
  const marker = join(folder, MARKER);
  const ours = existsSync(marker);
  if (existsSync(folder) && !ours && readdirSync(folder).length > 0) {
    throw new ConfigurationError(
      'configuration-invalid',
      `SOLWAY_DATA: ${folder} holds something that is not ours`,
    );
  }
  if (ours && !fresh) {
    const held = JSON.parse(readFileSync(marker, 'utf8')) as Held;
    if (held.people !== people || held.bundles !== bundles) {
      say(
        `Going on with the ${held.people.toLocaleString('en-GB')} people of last time; --fresh begins again`,
      );
    }
    return held;
  }
  if (ours) {
    say('Throwing away the data of the last demonstration');
    rmSync(folder, { recursive: true });
  }
  mkdirSync(folder, { recursive: true });
  const held = { people, ...(bundles === undefined ? {} : { bundles }) };
  writeFileSync(marker, `${JSON.stringify(held)}\n`);
  return { people, bundles };
}

async function openOwnDatabase(
  configuration: Configuration,
  folder: string,
  stops: (() => Promise<void>)[],
  say: (text: string) => void,
): Promise<{ readonly url: string; readonly db: Database }> {
  let url = configuration.databaseUrl;
  if (url === undefined) {
    say('Starting PostgreSQL');
    const server: LocalPostgres = await startLocalPostgres({ folder: join(folder, 'postgres') });
    stops.push(() => server.stop());
    await server.ensureDatabase('solway');
    url = server.urlOf('solway');
  }
  const db = openDatabase(url, { connections: 4 });
  stops.push(() => db.end());
  await requireAnswer(db);
  await migrate(db);
  return { url, db };
}

/**
 * Links of other people would be read as links of these: a database that outlives its data folder is not used again.
 * @throws {ConfigurationError}
 */
async function refuseOthersPeople(databaseUrl: string): Promise<void> {
  const db = openDatabase(databaseUrl, { connections: 1 });
  try {
    await requireAnswer(db);
    await migrate(db);
    const { council, chi } = await countPeople(db);
    if (council + chi === 0) return;
  } finally {
    await db.end();
  }
  throw new ConfigurationError(
    'configuration-invalid',
    'DATABASE_URL: that database holds the people of another demonstration, and --fresh does not empty it. Give an empty one',
  );
}

async function matchOnce(
  db: Database,
  mosaicUrl: string,
  chiFile: string,
  say: (text: string) => void,
): Promise<void> {
  const held = await countPeople(db);
  if (held.council === 0 || held.chi === 0) {
    say('Matching the council’s people to the CHI register');
    const run = await loadAndMatch(db, { mosaicUrl, chiFile, at: instantOf(Date.now()) });
    const part = (n: number): string =>
      `${n.toLocaleString('en-GB')} (${((100 * n) / Math.max(run.council, 1)).toFixed(1)}%)`;
    say(
      `Of ${run.council.toLocaleString('en-GB')} council records: ${part(run.linked)} linked, ${part(run.review)} for a person to review, ${part(run.none)} not on CHI`,
    );
    return;
  }
  const links = await countLinks(db);
  say(`Using the data of last time: ${links['in-force'].toLocaleString('en-GB')} links in force`);
}

/** The staff who hold the offices that the agreement names, as the directories have them. */
async function officeHolders(db: Database): Promise<OfficeHolder> {
  const staff = await staffInRoles(db);
  return (party, role) => {
    const held = staff.find((one) => one.organisation === party && one.role === role);
    if (held === undefined) throw new Error(`the demonstration's staff has nobody as ${role} at ${party}`);
    return { id: held.user_id, name: held.name };
  };
}

function partiesOf(text: string): Readonly<Record<'health' | 'council', string>> {
  const parties = readAgreementText(text).parties;
  const idOf = (kind: 'health' | 'council'): string =>
    parties.find((party) => party.kind === kind)?.id ?? kind;
  return { health: idOf('health'), council: idOf('council') };
}

/** The stand-in publishes its public keys; a real host's are in the hosts file. */
async function registration(
  standIn: Readonly<Record<string, unknown>>,
  clientId: string,
  side: 'health' | 'council',
  parties: Readonly<Record<'health' | 'council', string>>,
): Promise<HostRegistration> {
  const url = String(standIn['url']);
  const jwks: unknown = await (await fetch(`${url}/jwks.json`)).json();
  const [host] = parseHosts(
    JSON.stringify([{ clientId, organisation: parties[side], side, origins: [new URL(url).origin], jwks }]),
  );
  if (host === undefined) throw new Error('unreachable: one was parsed');
  return host;
}

/** The stand-in's own provider. Its groups are the roles with `sg-` before them. */
function signInOf(
  side: 'health' | 'council',
  label: string,
  standIn: Readonly<Record<string, unknown>>,
  parties: Readonly<Record<'health' | 'council', string>>,
): SignInProvider {
  const [provider] = parseProviders(
    JSON.stringify([
      {
        ...(standIn['signIn'] as object),
        id: side,
        label,
        organisation: parties[side],
        side,
        signingAlgorithm: 'ES256',
        roles: OFFICERS.map((role) => ({ claim: `sg-${role}`, role })),
      },
    ]),
  );
  if (provider === undefined) throw new Error('unreachable: one was parsed');
  return provider;
}

const OFFICERS = [
  'governance-lead',
  'data-steward',
  'data-protection-officer',
  'caldicott-guardian',
  'senior-information-risk-owner',
  'chief-social-work-officer',
];

function frontPage(orion: string, mosaic: string): DoorsModel {
  const doors = [
    {
      title: 'The health portal',
      description:
        'You are a community nurse in Orion. Find a patient, open them, and see what social work holds, inside the portal’s own page.',
      href: `${orion}/sign-in?as=community-nurse&next=/`,
    },
    {
      title: 'Mosaic',
      description: 'You are a social worker. Open a person, and see the NHS summary inside Mosaic.',
      href: `${mosaic}/sign-in?as=social-worker&next=/`,
    },
    {
      title: 'Behind the glass',
      description:
        'You are an information governance lead. See what was just disclosed, to whom, under which clause, and what was refused and why.',
      href: `${orion}/sign-in?as=governance-lead&next=/governance`,
    },
  ];
  return {
    doors,
    tryThese: [
      { words: 'In either system, start with the people it suggests: each shows something different.' },
      { words: 'Press “This is not my patient” on a summary, then look behind the glass.' },
      {
        words: 'Make Mosaic slow or dead from its own control page, and open a summary again.',
        href: `${mosaic}/faults`,
      },
      {
        words:
          'Sign in as council staff: the pages of those who keep the agreement, by the council’s own sign-in.',
        href: '/sign-in/with/council',
      },
      {
        words: 'Sign in as health board staff, and see the same pages from the other side.',
        href: '/sign-in/with/health',
      },
      {
        words: 'Be the council’s data steward: decide the matches that the model may not make alone.',
        href: `${mosaic}/sign-in?as=data-steward&next=/stewardship`,
      },
    ],
  };
}
