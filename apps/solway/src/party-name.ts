import type { Walk } from '@solway/disclosure';

/** What the agreement calls a party; its id where no agreement in force names it. */
export function partyName({ agreement }: Pick<Walk, 'agreement'>, id: string): string {
  return agreement()?.compiled.agreement.parties.find((party) => party.id === id)?.name ?? id;
}
