export { LocalPostgresError, runningLocalPostgres, startLocalPostgres } from './server.ts';
export type { LocalPostgres, LocalPostgresOptions } from './server.ts';
