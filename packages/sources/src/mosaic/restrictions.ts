import { Database } from './database.ts';

/** Who is restricted, whose identity is protected, and who may know: everything that Mosaic says of people as a whole. */
export interface Restrictions {
  readonly restricted: readonly string[];
  readonly protectedIdentities: readonly string[];
  readonly access: readonly RestrictedAccess[];
}

export interface RestrictedAccess {
  readonly personId: string;
  /** Whose user this is, in the source's own words; absent for the council's own. */
  readonly organisation?: string;
  readonly userId: string;
}

export interface RestrictionSource {
  /** @throws {SourceFailure} where the source fails: half a list is none. */
  read(signal: AbortSignal): Promise<Restrictions>;
  close(): Promise<void>;
}

// One statement, so that the three belong to one moment. Only a plain N is not restricted.
const STATEMENT = `select 'restricted' as kind, person_id::text as person_id, null as organisation, null as user_id
  from dm_persons where restricted is distinct from 'N'
union all select 'protected', person_id::text, null, null from protected_identities
union all select 'access', person_id::text, organisation, user_id from restricted_access`;

/** The council's restrictions, from its Mosaic reporting database. */
export function createMosaicRestrictions(options: {
  readonly name: string;
  readonly connectionString: string;
}): RestrictionSource {
  const database = new Database({
    name: `${options.name}-restrictions`,
    connectionString: options.connectionString,
    connections: 1,
    statementTimeoutMs: 10_000,
  });
  return {
    async read(signal) {
      const rows = await database.rows({ name: 'restrictions', text: STATEMENT, values: [] }, signal);
      const of = (kind: string): readonly string[] =>
        rows.filter((row) => row['kind'] === kind).map((row) => String(row['person_id']));
      return {
        restricted: of('restricted'),
        protectedIdentities: of('protected'),
        access: rows.filter((row) => row['kind'] === 'access').map(accessOf),
      };
    },
    close: () => database.close(),
  };
}

function accessOf(row: Readonly<Record<string, unknown>>): RestrictedAccess {
  const organisation = row['organisation'];
  return {
    personId: String(row['person_id']),
    userId: String(row['user_id']),
    ...(typeof organisation === 'string' && organisation !== '' ? { organisation } : {}),
  };
}
