import type { Database } from '@solway/store';
import { ConfigurationError } from './configuration.ts';

/**
 * Asked once before anything else, so that a database that is not there is told by its setting.
 * @throws {ConfigurationError} with the driver's own error as its cause; the address is not repeated, as it may hold a password
 */
export async function requireAnswer(db: Database): Promise<void> {
  try {
    await db.query('select 1');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no answer';
    throw new ConfigurationError(
      'configuration-invalid',
      `DATABASE_URL: the database does not answer (${code})`,
      {
        cause,
      },
    );
  }
}
