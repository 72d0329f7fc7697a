import { resolve } from 'node:path';
import { SolwayError } from '@solway/kernel';
import { z } from 'zod';
import type { BackChannel } from './back-channel.ts';
import type { StewardSettings } from './stewardship/settings.ts';

export class ConfigurationError extends SolwayError<'configuration-invalid'> {}

const contact = z
  .string()
  .regex(/^[^,]{2,80},[+0-9 ()]{3,24}$/, 'is to be words, a comma, and a telephone number')
  .transform((text) => ({
    label: text.split(',')[0]?.trim() ?? '',
    phone: text.split(',')[1]?.trim() ?? '',
  }));
/** A whole number in words, where the library would say "expected number, received NaN". */
const whole = (least: number, most: number): z.ZodCoercedNumber => {
  const error = `is to be a whole number from ${least} to ${most}`;
  return z.coerce.number({ error }).int({ error }).min(least, { error }).max(most, { error });
};
const port = whole(1, 65_535);

/** Browsers name the origin of our own forms in just this form, and it is compared letter by letter. */
const origin = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:/.test(text), 'is to be an http or https address')
  .transform((text) => new URL(text))
  .refine((url) => url.pathname === '/' && url.search === '', 'is to have no path')
  .transform((url) => url.origin);

/**
 * Every setting there is. `docs/reference/configuration.md` lists them from here, and a test holds the two together.
 */
export const settings = {
  SOLWAY_PORT: {
    schema: port.default(8080),
    says: 'TCP port of the server; the demonstration’s stand-ins take the next two',
  },
  SOLWAY_BIND: { schema: z.string().min(1).default('127.0.0.1'), says: 'address the server listens on' },
  SOLWAY_PUBLIC_URL: {
    schema: origin.optional(),
    says: 'the address that browsers and hosts use; by default http://127.0.0.1 and the port',
  },
  SOLWAY_DATA: {
    schema: z.string().min(1).default('.solway'),
    says: 'folder for the embedded database and generated keys',
  },
  DATABASE_URL: {
    schema: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    says: 'an outside PostgreSQL; without it one is started in SOLWAY_DATA',
  },
  SOLWAY_HOSTS: {
    schema: z.string().min(1).optional(),
    says: 'file that registers the systems which may open pages',
  },
  SOLWAY_CLIENTS: {
    schema: z.string().min(1).optional(),
    says: 'file that registers the FHIR clients; without it there is no FHIR service',
  },
  SOLWAY_BACK_PORT: {
    schema: port.optional(),
    says: 'TCP port of the back channel, where systems connect with a certificate (mutual TLS); without it there is none',
  },
  SOLWAY_BACK_CERT: {
    schema: z.string().min(1).optional(),
    says: 'file with the back channel’s own certificate, in PEM',
  },
  SOLWAY_BACK_KEY: {
    schema: z.string().min(1).optional(),
    says: 'file with that certificate’s private key, in PEM',
  },
  SOLWAY_BACK_CALLERS: {
    schema: z.string().min(1).optional(),
    says: 'file with the authorities whose certificates callers of the back channel may hold, in PEM',
  },
  SOLWAY_FHIR_URL: {
    schema: z.url({ protocol: /^https?$/ }).optional(),
    says: "base address of the board's FHIR R4 server",
  },
  SOLWAY_FHIR_TOKEN: { schema: z.string().min(1).optional(), says: 'bearer token for the FHIR server' },
  SOLWAY_MOSAIC_URL: {
    schema: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    says: "connection address of the council's Mosaic reporting database, with a user that can only read",
  },
  SOLWAY_MOSAIC_UPLOAD_URL: {
    schema: z.url({ protocol: /^https?$/ }).optional(),
    says: 'where Mosaic takes CHI numbers; without it they go by file',
  },
  SOLWAY_MOSAIC_UPLOAD_TOKEN: {
    schema: z.string().min(1).optional(),
    says: 'bearer token for that address',
  },
  SOLWAY_LOAD_EVERY_HOURS: {
    schema: whole(1, 168).optional(),
    says: 'how often what differs is loaded into Mosaic by itself, in hours; without it only a steward starts a load',
  },
  SOLWAY_EXTRACT_FILE: {
    schema: z.string().min(1).optional(),
    says: 'file that the extract of matched people for the portal is written to',
  },
  SOLWAY_EXTRACT_EVERY_HOURS: {
    schema: whole(1, 168).optional(),
    says: 'how often that extract is written, in hours; without it only by command',
  },
  SOLWAY_MOSAIC_WATCH_SECONDS: {
    schema: whole(5, 86_400).default(60),
    says: 'how often it is looked whether Mosaic’s reporting copy has been refreshed, in seconds',
  },
  SOLWAY_HL7_PORT: {
    schema: port.optional(),
    says: 'TCP port for the register’s HL7 v2 messages (MLLP); without it nobody listens',
  },
  SOLWAY_HL7_BIND: {
    schema: z.string().min(1).default('127.0.0.1'),
    says: 'address that those messages are listened for on',
  },
  SOLWAY_HL7_TLS_KEY: {
    schema: z.string().min(1).optional(),
    says: 'file with the private key for MLLP over TLS, in PEM',
  },
  SOLWAY_HL7_TLS_CERTIFICATE: {
    schema: z.string().min(1).optional(),
    says: 'file with the certificate for MLLP over TLS, in PEM',
  },
  SOLWAY_HL7_TLS_CA: {
    schema: z.string().min(1).optional(),
    says: 'file with the authority, in PEM, that has to have signed the sender’s certificate',
  },
  SOLWAY_COUNCIL_CONTACT: {
    schema: contact.optional(),
    says: 'whom practitioners ring when the council’s record can’t be shown: words, a comma, a telephone number',
  },
  SOLWAY_HEALTH_CONTACT: {
    schema: contact.optional(),
    says: 'whom practitioners ring when the health record can’t be shown, in the same form',
  },
  SOLWAY_WITNESS_URL: {
    schema: z.url({ protocol: /^https?$/ }).optional(),
    says: "address of the other organisation's witness, which countersigns the ledger; the demonstration starts its own",
  },
  SOLWAY_WITNESS_KEY: {
    schema: z.string().min(1).optional(),
    says: "file with the witness's public key in PEM, as its own organisation handed it over",
  },
  SOLWAY_WITNESS_NAME: {
    schema: z.string().min(1).max(80).default('The other organisation'),
    says: 'the organisation that runs the witness, as pages name it',
  },
  SOLWAY_WITNESS_LATE_SECONDS: {
    schema: z.coerce.number().int().min(5).max(86_400).default(60),
    says: 'how long entries may wait for their countersignature before it is an incident, in seconds',
  },
  SOLWAY_SOURCE_DEADLINE_MS: {
    schema: whole(50, 2000).default(2000),
    says: 'how long a page waits for its sources, in milliseconds',
  },
  SOLWAY_VIEW_MINUTES: {
    schema: whole(1, 480).default(30),
    says: 'how long an opened page may be acted on, in minutes',
  },
  SOLWAY_RESTRICTIONS_SECONDS: {
    schema: whole(5, 3600).default(30),
    says: 'how often Mosaic is asked who is restricted, in seconds; after ten times that unheard, what is kept counts as not known',
  },
  SOLWAY_RATE_PER_ADDRESS: {
    schema: whole(60, 1_000_000).default(6000),
    says: 'requests that one address may make in a minute',
  },
  SOLWAY_RATE_PER_HOST: {
    schema: whole(60, 1_000_000).default(6000),
    says: 'launches that one registered host may ask for in a minute',
  },
  SOLWAY_TRUSTED_PROXIES: {
    schema: z.string().min(1).optional(),
    says: 'addresses or networks of proxies whose X-Forwarded-For is believed, with commas; by default none',
  },
  SOLWAY_DIRECTORY_DAYS: {
    schema: whole(1, 90).default(7),
    says: 'a staff directory that has not come for so many days is an incident',
  },
  SOLWAY_SIGN_IN: {
    schema: z.string().min(1).optional(),
    says: 'file that names the organisations’ identity providers, and which of their groups gives which role',
  },
  SOLWAY_SIGN_IN_IDLE_MINUTES: {
    schema: whole(1, 120).default(15),
    says: 'a sign-in that is not used for so long is over, in minutes',
  },
  SOLWAY_SIGN_IN_HOURS: {
    schema: whole(1, 24).default(8),
    says: 'a sign-in is over after so long, however much it is used, in hours',
  },
  SOLWAY_NOTICE_HOURS: {
    schema: whole(1, 720).default(72),
    says: 'how long those who saw something through a wrong link may take to acknowledge it before a task is raised, in hours',
  },
  SOLWAY_SECOND_OPINION_PERCENT: {
    schema: whole(0, 100).default(0),
    says: 'of a hundred decisions that settle a match, how many a second steward judges as well, not knowing of the first',
  },
  SOLWAY_SECOND_OPINION_PROTECTION_PERCENT: {
    schema: whole(0, 100).default(0),
    says: 'the same for children, people under protection and restricted people',
  },
  SOLWAY_LEDGER_YEARS: {
    schema: whole(1, 100).default(6),
    says: 'how many years after a person’s last entry the personal part of their entries is kept, as the agreement says',
  },
  SOLWAY_LOG: {
    schema: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('warn'),
    says: 'how much is logged; no level logs personal data',
  },
} as const;

const hoursInMs = (hours: number | undefined): number | undefined =>
  hours === undefined ? undefined : hours * 3_600_000;

type SettingName = keyof typeof settings;
type Parsed<Name extends SettingName> = z.infer<(typeof settings)[Name]['schema']>;

type Contact = z.output<typeof contact>;

/** Where the register's messages are listened for; the files are of TLS. */
export interface Hl7Settings {
  readonly port: number;
  readonly bind: string;
  readonly keyFile?: string;
  readonly certificateFile?: string;
  readonly caFile?: string;
}

function hl7Settings(
  listenOn: number | undefined,
  bind: string,
  keyFile: string | undefined,
  certificateFile: string | undefined,
  caFile: string | undefined,
): Hl7Settings | undefined {
  if (listenOn === undefined) return undefined;
  return {
    port: listenOn,
    bind,
    ...(keyFile === undefined ? {} : { keyFile }),
    ...(certificateFile === undefined ? {} : { certificateFile }),
    ...(caFile === undefined ? {} : { caFile }),
  };
}

export interface Configuration {
  readonly port: number;
  readonly bind: string;
  readonly publicUrl: string | undefined;
  readonly dataFolder: string;
  readonly databaseUrl: string | undefined;
  readonly hostsFile: string | undefined;
  readonly clientsFile: string | undefined;
  /** All of its parts, or none. */
  readonly backChannel: BackChannel | undefined;
  readonly fhirUrl: string | undefined;
  readonly fhirToken: string | undefined;
  readonly mosaicUrl: string | undefined;
  readonly uploadUrl: string | undefined;
  readonly uploadToken: string | undefined;
  readonly loadEveryMs: number | undefined;
  /** Both or neither. */
  readonly extractFile: string | undefined;
  readonly extractEveryMs: number | undefined;
  readonly mosaicWatchMs: number;
  readonly hl7: Hl7Settings | undefined;
  readonly councilContact: Contact | undefined;
  readonly healthContact: Contact | undefined;
  /** Both or neither. */
  readonly witnessUrl: string | undefined;
  readonly witnessKeyFile: string | undefined;
  readonly witnessName: string;
  readonly witnessLateMs: number;
  readonly sourceDeadlineMs: number;
  readonly viewMinutes: number;
  readonly restrictionsMs: number;
  readonly ratePerAddress: number;
  readonly ratePerHost: number;
  readonly trustedProxies: string | undefined;
  readonly directoryDays: number;
  readonly signInFile: string | undefined;
  readonly signInIdleMinutes: number;
  readonly signInHours: number;
  readonly stewardship: StewardSettings;
  readonly ledgerYears: number;
  readonly log: 'silent' | 'error' | 'warn' | 'info' | 'debug';
}

/**
 * Reads the environment once. A wrong setting, or one that begins like ours and is none of them, is named; its
 * value is not repeated, since it may be a secret.
 * @throws {ConfigurationError} naming every setting that is wrong
 */
export function readConfiguration(environment: Readonly<Record<string, string | undefined>>): Configuration {
  const problems: string[] = [];
  const read = <Name extends SettingName>(name: Name): Parsed<Name> => {
    const value = environment[name];
    const result = settings[name].schema.safeParse(value === '' ? undefined : value);
    if (!result.success) problems.push(`${name}: ${result.error.issues[0]?.message ?? 'not valid'}`);
    return result.data as Parsed<Name>;
  };
  for (const name of Object.keys(environment)) {
    if (name.startsWith('SOLWAY_') && !Object.hasOwn(settings, name))
      problems.push(`${name}: there is no such setting`);
  }
  const configuration: Configuration = {
    port: read('SOLWAY_PORT'),
    bind: read('SOLWAY_BIND'),
    publicUrl: read('SOLWAY_PUBLIC_URL'),
    dataFolder: resolve(read('SOLWAY_DATA') ?? '.'),
    databaseUrl: read('DATABASE_URL'),
    hostsFile: read('SOLWAY_HOSTS'),
    clientsFile: read('SOLWAY_CLIENTS'),
    backChannel: backChannelOf(
      {
        port: read('SOLWAY_BACK_PORT'),
        bind: read('SOLWAY_BIND'),
        certificateFile: read('SOLWAY_BACK_CERT'),
        keyFile: read('SOLWAY_BACK_KEY'),
        callersFile: read('SOLWAY_BACK_CALLERS'),
      },
      problems,
    ),
    fhirUrl: read('SOLWAY_FHIR_URL')?.replace(/\/$/, ''),
    fhirToken: read('SOLWAY_FHIR_TOKEN'),
    mosaicUrl: read('SOLWAY_MOSAIC_URL'),
    uploadUrl: read('SOLWAY_MOSAIC_UPLOAD_URL'),
    uploadToken: read('SOLWAY_MOSAIC_UPLOAD_TOKEN'),
    loadEveryMs: hoursInMs(read('SOLWAY_LOAD_EVERY_HOURS')),
    extractFile: read('SOLWAY_EXTRACT_FILE'),
    extractEveryMs: hoursInMs(read('SOLWAY_EXTRACT_EVERY_HOURS')),
    mosaicWatchMs: read('SOLWAY_MOSAIC_WATCH_SECONDS') * 1000,
    hl7: hl7Settings(
      read('SOLWAY_HL7_PORT'),
      read('SOLWAY_HL7_BIND'),
      read('SOLWAY_HL7_TLS_KEY'),
      read('SOLWAY_HL7_TLS_CERTIFICATE'),
      read('SOLWAY_HL7_TLS_CA'),
    ),
    councilContact: read('SOLWAY_COUNCIL_CONTACT'),
    healthContact: read('SOLWAY_HEALTH_CONTACT'),
    witnessUrl: read('SOLWAY_WITNESS_URL')?.replace(/\/$/, ''),
    witnessKeyFile: read('SOLWAY_WITNESS_KEY'),
    witnessName: read('SOLWAY_WITNESS_NAME'),
    witnessLateMs: read('SOLWAY_WITNESS_LATE_SECONDS') * 1000,
    sourceDeadlineMs: read('SOLWAY_SOURCE_DEADLINE_MS'),
    viewMinutes: read('SOLWAY_VIEW_MINUTES'),
    restrictionsMs: read('SOLWAY_RESTRICTIONS_SECONDS') * 1000,
    ratePerAddress: read('SOLWAY_RATE_PER_ADDRESS'),
    ratePerHost: read('SOLWAY_RATE_PER_HOST'),
    trustedProxies: read('SOLWAY_TRUSTED_PROXIES'),
    directoryDays: read('SOLWAY_DIRECTORY_DAYS'),
    signInFile: read('SOLWAY_SIGN_IN'),
    signInIdleMinutes: read('SOLWAY_SIGN_IN_IDLE_MINUTES'),
    signInHours: read('SOLWAY_SIGN_IN_HOURS'),
    stewardship: {
      noticeHours: read('SOLWAY_NOTICE_HOURS'),
      secondOpinion: {
        percent: read('SOLWAY_SECOND_OPINION_PERCENT'),
        protectionPercent: read('SOLWAY_SECOND_OPINION_PROTECTION_PERCENT'),
      },
    },
    ledgerYears: read('SOLWAY_LEDGER_YEARS'),
    log: read('SOLWAY_LOG'),
  };
  if ((configuration.witnessUrl === undefined) !== (configuration.witnessKeyFile === undefined))
    problems.push('SOLWAY_WITNESS_URL, SOLWAY_WITNESS_KEY: one is of no use without the other');
  if ((configuration.extractFile === undefined) !== (configuration.extractEveryMs === undefined))
    problems.push('SOLWAY_EXTRACT_FILE, SOLWAY_EXTRACT_EVERY_HOURS: one is of no use without the other');
  const { SOLWAY_HL7_TLS_KEY: tlsKey, SOLWAY_HL7_TLS_CERTIFICATE: certificate } = environment;
  if ((tlsKey === undefined) !== (certificate === undefined))
    problems.push('SOLWAY_HL7_TLS_KEY, SOLWAY_HL7_TLS_CERTIFICATE: one is of no use without the other');
  if (problems.length > 0) {
    throw new ConfigurationError(
      'configuration-invalid',
      `the configuration is wrong:\n  ${problems.join('\n  ')}`,
    );
  }
  return configuration;
}

type Asked<T> = { readonly [K in keyof T]: T[K] | undefined };

function backChannelOf(asked: Asked<BackChannel>, problems: string[]): BackChannel | undefined {
  const { port, bind, certificateFile, keyFile, callersFile } = asked;
  if (port && bind && certificateFile && keyFile && callersFile)
    return { port, bind, certificateFile, keyFile, callersFile };
  if (port || certificateFile || keyFile || callersFile)
    problems.push(
      'SOLWAY_BACK_PORT, SOLWAY_BACK_CERT, SOLWAY_BACK_KEY, SOLWAY_BACK_CALLERS: all of them, or none',
    );
  return undefined;
}
