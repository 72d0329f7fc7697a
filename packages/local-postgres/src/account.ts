import { spawnSync } from 'node:child_process';
import { chownSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** How a program is started so that PostgreSQL, which refuses to run as root, will run. */
export interface Account {
  /** Words to put before the command. */
  readonly prefix: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

const UNPRIVILEGED = 1000;

/**
 * As an ordinary user: nothing. As root: a user namespace in which root's own files belong to an ordinary user, so
 * that nothing need be readable to others; where the kernel forbids that, another user id, which must be able to
 * reach the programs.
 */
export function chooseAccount(): Account {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const prefix = ['unshare', '--user', `--map-user=${UNPRIVILEGED}`, `--map-group=${UNPRIVILEGED}`];
  if (spawnSync('unshare', [...prefix.slice(1), 'true'], { stdio: 'ignore' }).status === 0) return { prefix };
  return { prefix: [], uid: UNPRIVILEGED, gid: UNPRIVILEGED };
}

/** Hands a folder and everything in it to the account's user id, where it has one of its own. */
export function handOver(folder: string, account: Account): void {
  if (account.uid === undefined || account.gid === undefined) return;
  chownSync(folder, account.uid, account.gid);
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (lstatSync(path).isDirectory()) handOver(path, account);
    else if (lstatSync(path).isFile()) chownSync(path, account.uid, account.gid);
  }
}
