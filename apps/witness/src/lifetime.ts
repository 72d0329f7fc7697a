import { fstatSync } from 'node:fs';

/**
 * Resolves when the process should end: a signal, or, where our input is a pipe that somebody holds, that somebody
 * being gone. Input that is a terminal, a file or nothing says nothing.
 */
export function untilEnded(): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => resolve();
    process.once('SIGTERM', end);
    process.once('SIGINT', end);
    if (!inputIsHeld()) return;
    process.stdin.once('end', end);
    process.stdin.once('close', end);
    process.stdin.resume();
  });
}

function inputIsHeld(): boolean {
  try {
    const input = fstatSync(0);
    return input.isFIFO() || input.isSocket();
  } catch {
    return false;
  }
}
