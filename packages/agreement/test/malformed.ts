import type { AccessRequest } from '../src/index.ts';
import { nurseAsks } from './demonstration.ts';

/** One request for each way of being unreadable; the last throws when it is touched. */
export function malformed(): AccessRequest[] {
  const thrower = new Proxy(nurseAsks(), {
    get() {
      throw new Error('hostile');
    },
  });
  return [
    undefined,
    null,
    7,
    nurseAsks({ item: 3 as never }),
    nurseAsks({ at: 'NaN' as never }),
    nurseAsks({ holder: '' }),
    nurseAsks({ user: { role: {} as never } }),
    nurseAsks({ purpose: null as never }),
    nurseAsks({ relationship: 'friend' as never }),
    nurseAsks({ link: 'constructor' as never }),
    nurseAsks({ training: undefined as never }),
    nurseAsks({ restriction: undefined as never }),
    nurseAsks({ breakGlassUntil: null as never }),
    thrower,
  ] as AccessRequest[];
}
