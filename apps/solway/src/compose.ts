import { type AgreementInForce, DEFAULT_LIMITS, type Owner, type Walk } from '@solway/disclosure';
import { instantOf } from '@solway/kernel';
import {
  createFhirSource,
  createMosaicRestrictions,
  createMosaicSource,
  guarded,
  type Source,
} from '@solway/sources';
import { ClientRegister, type SmartClient, SmartError } from '@solway/smart';
import {
  type Database,
  latestHead,
  openDatabase,
  sweepLaunches,
  sweepSignIns,
  sweepSmart,
} from '@solway/store';
import type { DoorsModel } from '@solway/web';
import type { FastifyInstance } from 'fastify';
import { AgreementWatch } from './agreement-in-force.ts';
import { startChanges } from './changes.ts';
import type { Configuration, Hl7Settings } from './configuration.ts';
import { startCountersigner } from './countersigner.ts';
import { countersigningOf } from './countersigning.ts';
import { watchDirectories } from './directory.ts';
import { openFhir } from './fhir/parts.ts';
import { type HostRegistration, HostRegister } from './hosts.ts';
import { ledgerKey } from './keys.ts';
import { watchLateNotices } from './late-notices.ts';
import { refusalTally } from './refusal-tally.ts';
import { startRestrictionWatch } from './restriction-watch.ts';
import { startSequencer } from './sequencer.ts';
import { signInProtocol } from './sign-in/protocol.ts';
import type { SignInProvider } from './sign-in/providers.ts';
import type { SignIns } from './sign-in/sign-in.ts';
import { buildServer } from './server.ts';
import { chiGranted, startTransfers } from './transfers.ts';
import { startRetention } from './retention.ts';
import { startWatching } from './watching/round.ts';
import type { WitnessRegistration } from './witness-client.ts';

export interface Composition {
  readonly configuration: Configuration;
  readonly databaseUrl: string;
  readonly publicUrl: string;
  readonly hosts: readonly HostRegistration[];
  /** FHIR clients; without any there is no FHIR service. */
  readonly clients?: readonly SmartClient[];
  readonly mosaicUrl: string;
  /** Where CHI numbers are posted to Mosaic; without it they go by file. */
  readonly uploadUrl?: string;
  /** Where the register's messages are listened for, if anywhere. */
  readonly hl7?: Hl7Settings;
  /** Between two looks at Mosaic, where that is not what is configured. */
  readonly mosaicWatchMs?: number;
  readonly fhirUrl: string;
  /** Who countersigns the ledger; without one nobody does, and pages say so. */
  readonly witness?: WitnessRegistration;
  /** Whom to ring on each side when a page can't answer. */
  readonly contacts: Contacts;
  readonly frontPage?: DoorsModel;
  /** The organisations' own sign-ins. */
  readonly providers?: readonly SignInProvider[];
  /** Told of each step of every view as it ends. */
  readonly observe?: Walk['observe'];
}

interface Contacts {
  readonly council: Owner['contact'];
  readonly health: Owner['contact'];
}

export interface Running {
  readonly app: FastifyInstance;
  readonly db: Database;
  readonly walk: Walk;
  /** Ends everything this made, in order: no new requests, then the background work, the sources and the database. */
  close(): Promise<void>;
}

/** A database that answers later than this fails the page: nobody waits at a frame that stays empty. */
const DATABASE_TIMEOUT_MS = 10_000;

/** configuration → sources, store, agreement → the walk → the server. Nothing listens yet. */
export async function compose(composition: Composition): Promise<Running> {
  const { configuration, publicUrl } = composition;
  const db = openDatabase(composition.databaseUrl, { statementTimeoutMs: DATABASE_TIMEOUT_MS });
  const clock = (): ReturnType<typeof instantOf> => instantOf(Date.now());
  const watch = new AgreementWatch(db, clock);
  await watch.refresh();
  const clients = new ClientRegister(composition.clients ?? []);
  refuseSharedIds(composition);
  const register = new HostRegister(composition.hosts, publicUrl, (host) => clients.appsOf(host));
  const sources = openSources(composition);
  const tally = refusalTally(db, clock);
  const failed: { report: (error: unknown) => void } = { report: () => undefined };
  const onError = (error: unknown): void => failed.report(error);
  const restrictions = startRestrictionWatch(db, {
    name: sources['council-to-health'].name,
    source: createMosaicRestrictions({
      name: sources['council-to-health'].name,
      connectionString: composition.mosaicUrl,
    }),
    parties: () => ({
      council: walk.owners['council-to-health'].party,
      health: walk.owners['health-to-council'].party,
    }),
    clock,
    intervalMs: configuration.restrictionsMs,
    onError,
  });
  const walk: Walk = {
    db,
    clock,
    agreement: watch.current,
    sources,
    owners: {
      // Read from the agreement each time: another version may name its parties otherwise.
      get 'council-to-health'() {
        return ownerOf(
          'council',
          watch.current(),
          sources['council-to-health'].name,
          composition.contacts.council,
        );
      },
      get 'health-to-council'() {
        return ownerOf(
          'health',
          watch.current(),
          sources['health-to-council'].name,
          composition.contacts.health,
        );
      },
    },
    hosts: new Map([...clients.asHosts(), ...register.hosts.values()].map((one) => [one.clientId, one])),
    limits: {
      ...DEFAULT_LIMITS,
      sourceDeadlineMs: configuration.sourceDeadlineMs,
      viewMinutes: configuration.viewMinutes,
      signInIdleMinutes: configuration.signInIdleMinutes,
    },
    // The board's own system has no list to read: see docs/decisions/restrictions-are-kept.md.
    restrictionsCurrent: (direction) => direction === 'health-to-council' || restrictions.isCurrent(),
    isOneOfMany: tally.isOneOfMany,
    ...(composition.observe === undefined ? {} : { observe: composition.observe }),
  };
  const key = ledgerKey(configuration.dataFolder);
  const { witness } = composition;
  const app = await buildServer({
    walk,
    register,
    publicUrl,
    listening: composition.hl7 !== undefined,
    loading: { direct: composition.uploadUrl !== undefined, granted: chiGranted(walk) },
    ...(witness === undefined ? {} : { countersigning: countersigningOf(witness, key) }),
    ...(composition.clients === undefined
      ? {}
      : {
          fhir: await openFhir({
            walk,
            register: clients,
            publicUrl,
            dataFolder: configuration.dataFolder,
          }),
        }),
    ...(composition.providers === undefined
      ? {}
      : { signIns: signInsOf(composition, composition.providers) }),
    signingKey: key,
    agreementChanged: () => watch.refresh(),
    stewardship: configuration.stewardship,
    directoryDays: configuration.directoryDays,
    rates: { perAddress: configuration.ratePerAddress, perHost: configuration.ratePerHost },
    tally,
    ...(configuration.trustedProxies === undefined ? {} : { trustedProxies: configuration.trustedProxies }),
    frontPage: composition.frontPage ?? { doors: [], tryThese: [] },
    log: configuration.log,
    ledgerYears: configuration.ledgerYears,
  });
  failed.report = (error) => app.log.error({ err: error }, 'background work failed');
  watch.watch(5000, onError);
  const logId = await ledgerIdOf(db, publicUrl);
  const sequencer = startSequencer(db, { logId, key, clock, onError });
  if (witness === undefined) app.log.warn('there is no witness: nobody countersigns the ledger');
  const countersigner =
    witness && startCountersigner(db, { witness, key, clock, lateMs: configuration.witnessLateMs, onError });
  const late = watchLateNotices(db, { clock, ...configuration.stewardship, onError });
  const retention = startRetention(db, { clock, years: configuration.ledgerYears, onError });
  const watching = startWatching(db, {
    clock,
    council: () => walk.owners['council-to-health'].party,
    onError,
  });
  const transfers = startTransfers({ db, walk, configuration, uploadUrl: composition.uploadUrl, onError });
  const { mosaicUrl, mosaicWatchMs, hl7 } = composition;
  const changes = await startChanges(db, { configuration, mosaicUrl, mosaicWatchMs, hl7, clock, onError });
  const sweeping = setInterval(() => {
    void sweep(db, clock()).catch(onError);
    void sweepSignIns(db, clock()).catch(onError);
    void watchDirectories(db, clock(), configuration.directoryDays).catch(onError);
    void tally.flush().catch(onError);
  }, 60_000);
  return {
    app,
    db,
    walk,
    async close() {
      clearInterval(sweeping);
      watch.stop();
      await app.close();
      await tally.flush().catch(onError);
      await Promise.all([
        sequencer.stop(),
        countersigner?.stop(),
        restrictions.stop(),
        late.stop(),
        watching.stop(),
        retention.stop(),
        transfers.stop(),
        changes.stop(),
      ]);
      await Promise.all(Object.values(sources).map((source) => source.close()));
      await db.end();
    },
  };
}

/** One id is one system: what a host may do is not what a client may. @throws {SmartError} */
function refuseSharedIds({ hosts, clients = [] }: Composition): void {
  const shared = clients.find((client) => hosts.some((host) => host.clientId === client.clientId));
  if (shared !== undefined)
    throw new SmartError('smart-clients-invalid', `${shared.clientId} is the id of a host as well`);
}

async function sweep(db: Database, now: ReturnType<typeof instantOf>): Promise<void> {
  await sweepLaunches(db, now);
  await sweepSmart(db, now);
}

/** What the ledger calls itself, in every head: its first public address, and the same for ever after. */
export async function ledgerIdOf(db: Database, publicUrl: string): Promise<string> {
  return (await latestHead(db))?.head.head.logId ?? publicUrl;
}

function signInsOf({ configuration, publicUrl }: Composition, providers: readonly SignInProvider[]): SignIns {
  const ways = providers.map((provider) => {
    const protocol = signInProtocol(provider, `${publicUrl}/sign-in/back`);
    return [provider.id, { provider, protocol }] as const;
  });
  return {
    ways: new Map(ways),
    limits: { idleMinutes: configuration.signInIdleMinutes, hours: configuration.signInHours },
  };
}

/** Without an agreement nothing is decided in anyone's name. */
function ownerOf(
  kind: 'council' | 'health',
  inForce: AgreementInForce | undefined,
  system: string,
  contact: Owner['contact'],
): Owner {
  const party = inForce?.compiled.agreement.parties.find((one) => one.kind === kind);
  return { party: party?.id ?? kind, organisation: party?.name ?? system, system, contact };
}

function openSources({ configuration, mosaicUrl, fhirUrl }: Composition): Walk['sources'] {
  const guard = (source: Source): Source =>
    guarded(source, {
      deadlineMs: configuration.sourceDeadlineMs,
      concurrency: { atOnce: 64, waiting: 512 },
      breaker: { failuresInARow: 20, openMs: 5000 },
    });
  return {
    'council-to-health': guard(createMosaicSource({ name: 'Mosaic', connectionString: mosaicUrl })),
    'health-to-council': guard(
      createFhirSource({
        name: 'Orion',
        baseUrl: fhirUrl,
        ...(configuration.fhirToken === undefined ? {} : { token: configuration.fhirToken }),
      }),
    ),
  };
}
