import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The simulators' own folder, which holds `data` and `sql`, whether source or compiled code is running. */
export function packageFolder(): string {
  return dirname(dirname(fileURLToPath(import.meta.url)));
}
