import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { RegisterEntry } from '../../population/register.ts';
import type { RegisterStore } from '../register-store.ts';
import { adtMessage, type AdtOptions } from './adt-message.ts';
import type { RegisterFeed } from './register-feed.ts';

const Chi = z
  .string()
  .transform((text) => text.replaceAll(/\s/g, ''))
  .pipe(z.string().regex(/^[0-9]{10}$/, 'is to be a CHI number'));
const Name = z.string().trim().min(1, 'is to be given').max(60);

/** What the board changes of a patient, as far as the other side hears of it. */
export const PatientChange = z.discriminatedUnion('change', [
  z.object({ change: z.literal('name'), chi: Chi, forenames: Name, surname: Name }),
  z.object({
    change: z.literal('address'),
    chi: Chi,
    address: z.string().trim().min(1, 'is to be given').max(120),
    postcode: z.string().trim().max(10),
  }),
  z.object({ change: z.literal('death'), chi: Chi, died: z.iso.date('is to be a date, YYYY-MM-DD') }),
  z.object({ change: z.literal('alive'), chi: Chi }),
  z.object({ change: z.literal('merge'), chi: Chi, into: Chi }),
  z.object({ change: z.literal('protect'), chi: Chi, into: Chi }),
]);
export type PatientChange = z.infer<typeof PatientChange>;

/** Makes the change on the register, and tells whoever listens. False where the register holds nobody by that number. */
export function changePatient(
  store: RegisterStore,
  feed: RegisterFeed | undefined,
  change: PatientChange,
  now: number,
): boolean {
  const before = store.byChi(change.chi)?.entry;
  if (before === undefined) return false;
  const tell = (entry: RegisterEntry, event: AdtOptions['event'], more: Partial<AdtOptions> = {}): void =>
    feed?.post(
      adtMessage(entry, { event, controlId: randomUUID().slice(0, 20), at: new Date(now), ...more }),
    );
  if (change.change === 'merge' || change.change === 'protect') {
    const survivor = store.byChi(change.into)?.entry;
    if (survivor === undefined || change.into === change.chi) return false;
    store.removePatient(change.chi);
    const isProtected = change.change === 'protect';
    tell(survivor, 'A40', { retired: change.chi, ...(isProtected ? { protected: true } : {}) });
    return true;
  }
  const after = changed(before, change);
  store.replacePatient(after);
  tell(after, 'A31', change.change === 'alive' ? { alive: true } : {});
  return true;
}

function changed(
  entry: RegisterEntry,
  change: Exclude<PatientChange, { readonly change: 'merge' | 'protect' }>,
): RegisterEntry {
  switch (change.change) {
    case 'name':
      return {
        ...entry,
        surname: change.surname,
        forenames: change.forenames.split(/\s+/),
        previousSurnames:
          change.surname === entry.surname
            ? entry.previousSurnames
            : [entry.surname, ...entry.previousSurnames],
      };
    case 'address':
      return {
        ...entry,
        address: change.address,
        postcode: change.postcode,
        previousPostcodes: [entry.postcode, ...entry.previousPostcodes],
      };
    case 'death':
      return { ...entry, deathDate: change.died };
    case 'alive':
      return { ...entry, deathDate: '' };
  }
}
