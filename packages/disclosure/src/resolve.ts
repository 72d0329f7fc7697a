import type { ChiNumber } from '@solway/kernel';
import type { BannerPerson, Direction } from '@solway/record';
import type { OpenedView, ViewContext, ViewRow } from '@solway/store';

/** Step 3: who this page is about on both sides, and what bars the way. */
export interface ResolvedPerson {
  readonly direction: Direction;
  readonly banner: BannerPerson;
  readonly chi?: ChiNumber;
  /** The other organisation's identifiers: several where it holds the person twice. Empty unless a link is in force. */
  readonly targets: readonly string[];
  readonly link: 'in-force' | 'suspended' | 'under-review' | 'none';
  readonly restricted: boolean;
  readonly allowListed: boolean;
  /** One of the records is of an earlier identity that the law protects. */
  readonly protectedIdentity: boolean;
}

export function resolvePerson(direction: Direction, { view, context }: OpenedView): ResolvedPerson {
  const inForce = context.links.filter((link) => link.state === 'in-force');
  const involved = inForce.length > 0 ? inForce : context.links;
  const records = [...involved, ...(context.councilPerson === null ? [] : [context.councilPerson])];
  const restricted = records.filter((record) => record.restricted);
  // The board's own restriction bars its record from the council; its own staff it does not.
  const byHealth = direction === 'health-to-council' && involved.some((link) => link.restrictedByHealth);
  const chi = view.chi ?? inForce[0]?.chi;
  return {
    direction,
    banner: direction === 'council-to-health' ? patientBanner(view, context) : councilBanner(context),
    ...(chi === undefined ? {} : { chi }),
    targets: inForce.map((link) => (direction === 'council-to-health' ? link.personId : link.chi)),
    link: linkState(context),
    restricted: byHealth || restricted.length > 0,
    allowListed: !byHealth && restricted.every((record) => record.allowListed),
    protectedIdentity: records.some((record) => record.protectedIdentity),
  };
}

/** A pair in force stands, whatever else is being looked into; a suspended pair is told before one under review. */
function linkState(context: ViewContext): ResolvedPerson['link'] {
  const states = new Set(context.links.map((link) => link.state));
  if (states.has('in-force')) return 'in-force';
  if (states.has('suspended')) return 'suspended';
  return states.has('under-review') ? 'under-review' : 'none';
}

/** The health portal's own patient, as the CHI register has them. */
function patientBanner(view: ViewRow, { patient }: ViewContext): BannerPerson {
  if (patient === null) {
    return { name: { family: '', given: '' }, ...(view.chi === null ? {} : { chi: view.chi }) };
  }
  return {
    name: { family: patient.surname, given: patient.forenames.join(' ') },
    chi: patient.chi,
    ...(patient.birthDate === null ? {} : { birthDate: patient.birthDate }),
    ...(patient.sex === null ? {} : { gender: patient.sex === 'male' ? 'Male' : 'Female' }),
    ...(patient.deathDate === null ? {} : { deceased: { date: patient.deathDate } }),
  };
}

/** Mosaic's own person. The CHI number is the link's, and is shown only where a link is in force. */
function councilBanner({ councilPerson, links }: ViewContext): BannerPerson {
  const chi = links.find((link) => link.state === 'in-force')?.chi;
  if (councilPerson === null) return { name: { family: '', given: '' } };
  return {
    name: {
      family: councilPerson.surname,
      given: councilPerson.forenames,
      ...(councilPerson.title === null ? {} : { title: councilPerson.title }),
    },
    ...(councilPerson.birthDate === null ? {} : { birthDate: councilPerson.birthDate }),
    ...(councilPerson.sex === null ? {} : { gender: councilPerson.sex === 'male' ? 'Male' : 'Female' }),
    ...(chi === undefined ? {} : { chi }),
  };
}
