import type { Summary } from '@solway/record';
import type { OpenedView } from '@solway/store';
import type { ResolvedPerson } from './resolve.ts';
import type { AgreementInForce, Walk } from './walk.ts';

/** The page as it is released: its body, and what every page says of itself. */
export function pageOf(
  walk: Walk,
  agreement: AgreementInForce | undefined,
  { view }: OpenedView,
  person: ResolvedPerson,
  said: Pick<Summary, 'body' | 'emergency' | 'training'>,
  now: Summary['assembledAt'],
): Summary {
  const owner = walk.owners[person.direction];
  return {
    direction: person.direction,
    owner: { organisation: owner.organisation, system: owner.system },
    // The CHI number of a person whom the page may not name as matched is the other side's to know.
    person: said.body.state === 'matched' ? person.banner : ownBanner(person, view.chi !== null),
    body: said.body,
    ...(said.emergency === undefined ? {} : { emergency: said.emergency }),
    ...(said.training === undefined ? {} : { training: said.training }),
    viewer: {
      name: view.user_name,
      role: view.role,
      purpose: view.purpose,
      organisation: partyName(walk, view.organisation),
    },
    agreement: {
      title: agreement?.compiled.title ?? 'No agreement in force',
      version: agreement?.compiled.version ?? '',
      level: agreement?.compiled.level ?? 0,
    },
    assembledAt: now,
    contact: owner.contact,
  };
}

function partyName(walk: Walk, id: string): string {
  return walk.agreement()?.compiled.agreement.parties.find((party) => party.id === id)?.name ?? id;
}

/** What the host's own organisation already knows of the person, and nothing that a link would add. */
function ownBanner(person: ResolvedPerson, namedByChi: boolean): Summary['person'] {
  const { chi, ...rest } = person.banner;
  return namedByChi && chi !== undefined ? { ...rest, chi } : rest;
}
