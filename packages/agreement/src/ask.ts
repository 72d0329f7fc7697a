import type { ItemType } from '@solway/record';
import type { CompiledAgreement } from './compile.ts';
import { type Grant, grantsOf } from './grants.ts';

/** Who could see an item, at any level: `inForce` says which of them can under this version. */
export function whoCouldSee(compiled: CompiledAgreement, item: ItemType): readonly Grant[] {
  return grantsOf(compiled.agreement).filter((grant) => grant.item === item);
}

/** What a role could see for a purpose, at any level and at every party that has the role, or at one of them. */
export function whatCouldSee(
  compiled: CompiledAgreement,
  role: string,
  purpose: string,
  organisation?: string,
): readonly Grant[] {
  return grantsOf(compiled.agreement).filter(
    (grant) =>
      grant.role === role &&
      grant.purposes.includes(purpose) &&
      (organisation === undefined || grant.organisation === organisation),
  );
}
