import { fstatSync } from 'node:fs';

/**
 * Calls `end` once: on a signal, or when whoever started us goes away (our input or channel from them closes).
 * Input that is a terminal, a file or nothing says nothing about a parent.
 */
export function endWithParent(end: () => Promise<void>): void {
  let ending = false;
  const once = (): void => {
    if (ending) return;
    ending = true;
    void end().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', once);
  process.once('SIGINT', once);
  process.once('disconnect', once);
  if (inputIsFromAParent()) {
    process.stdin.once('end', once);
    process.stdin.once('close', once);
    process.stdin.resume();
  }
}

function inputIsFromAParent(): boolean {
  try {
    const input = fstatSync(0);
    return input.isFIFO() || input.isSocket();
  } catch {
    return false;
  }
}
