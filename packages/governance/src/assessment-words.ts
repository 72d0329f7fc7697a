import { type AccessChange, type Agreement, type Grant, ITEM_WORDS, roleWords } from '@solway/agreement';
import type { ItemType } from '@solway/record';
import type { Risk } from './risk.ts';

/** What an agreement already says of itself, as the first answers of its impact assessment. */
export const GENERATED = {
  need: (agreement: Agreement) =>
    `${agreement.purpose.words} ${agreement.scope} Sensitive information about many people is shared between public bodies and matched across systems, so an assessment is needed.`,
  processing(agreement: Agreement, grants: readonly Grant[]) {
    const inForce = grants.filter((grant) => grant.inForce);
    const items = new Set(inForce.map(({ item }) => item));
    const roles = new Set(inForce.map(({ role, organisation }) => `${organisation} ${role}`));
    const flows = agreement.dataFlows.flows.map(({ how, safeguards }) => `${how} ${safeguards}`);
    return [
      agreement.dataFlows.words,
      `At level ${agreement.level}, ${items.size} items are shared with ${roles.size} roles, for ${Object.keys(agreement.purpose.purposes).length} purposes.`,
      ...flows,
      `Retention: ${agreement.retention}`,
    ].join('\n');
  },
  consultation: (agreement: Agreement) =>
    `The parties are ${agreement.parties.map(({ name }) => name).join(', ')}. This version was put to their officers, whose comments are kept with it. People are told: ${agreement.transparency}`,
  necessity: (agreement: Agreement) =>
    [
      agreement.legalBasis.words,
      ...Object.values(agreement.legalBasis.bases).map(
        ({ law, article6, article9 }) => `${law}. ${article6}. ${article9}.`,
      ),
      'Each clause names the roles, purposes and level that it is needed for; what no clause names is refused.',
    ].join('\n'),
};

const always = (): boolean => true;
const shares =
  (...items: readonly ItemType[]) =>
  (agreement: Agreement): boolean =>
    [
      ...agreement.informationShared['council-to-health'],
      ...agreement.informationShared['health-to-council'],
    ].some(({ item, level }) => level <= agreement.level && items.includes(item));

interface StandingRisk {
  readonly id: string;
  readonly words: string;
  readonly measures: string;
  readonly applies: (agreement: Agreement) => boolean;
}

/** Harms that sharing of this kind has done, with what this system and the agreement do about each. */
export const STANDING_RISKS: readonly StandingRisk[] = [
  {
    id: 'wrong-person',
    words: 'A record of one person is shown as another’s, because a match is wrong.',
    measures:
      'Matches that are not sure, and those of children and people under protection, are decided by a person. Anybody may say “this is not my patient”, which stops the link for both parties.',
    applies: always,
  },
  {
    id: 'curiosity',
    words: 'Staff look at the record of somebody they know, or of somebody well known.',
    measures:
      'Each look states a purpose and a relationship, and is in a ledger that neither party can quietly change; looks are reviewed.',
    applies: always,
  },
  {
    id: 'found-in-hiding',
    words: 'Somebody in hiding, or under a protected identity, is found because a record exists.',
    measures:
      'To anybody off the named list a restricted person looks exactly like one who is not matched. Protected identities are never linked back.',
    applies: always,
  },
  {
    id: 'absence-misread',
    words: 'Missing, late or refused information is read as “nothing is known”, and somebody comes to harm.',
    measures:
      'None recorded, unavailable, not shared, not matched and an extract’s time are five different sentences, always.',
    applies: always,
  },
  {
    id: 'third-party',
    words: 'A document or note tells of a third party, or of what a person said in confidence.',
    measures:
      'Entries marked third-party or sealed are taken out before a page is put together, whoever asks.',
    applies: shares('documents', 'case-notes', 'letters', 'nursing-notes', 'significant-events'),
  },
  {
    id: 'abuser-reads',
    words: 'A partner, parent or attorney who does harm learns who is involved.',
    measures:
      'Pages are for staff in a named role, inside their own system, and are gone when the record is closed. Protection detail goes to the roles that need it only.',
    applies: shares('adult-protection', 'child-protection', 'key-people', 'legal-powers'),
  },
  {
    id: 'misread-decision',
    words: 'Somebody who is not a clinician acts on a decision about resuscitation or capacity.',
    measures: 'Only that the decision exists is shown, with “clinical decision: ring the practice”.',
    applies: shares('key-information', 'incapacity-certificate'),
  },
  {
    id: 'refused-in-emergency',
    words: 'Somebody who needs information in an emergency is refused it.',
    measures:
      'Emergency access asks for a reason, is time-boxed and reviewed; each refusal says whom to ring.',
    applies: always,
  },
];

/** Something that some people would newly see: theirs to judge who sign for it. */
export function widerRisk(item: ItemType, changes: readonly AccessChange[], agreement: Agreement): Risk {
  const who = [...new Set(changes.map(({ role }) => roleWords(agreement, role)))].join(', ');
  const clause = [
    ...agreement.informationShared['council-to-health'],
    ...agreement.informationShared['health-to-council'],
  ].find((one) => one.item === item);
  return {
    id: `wider-${item}`,
    words: `Newly shared: ${ITEM_WORDS[item].words}, with ${who}. More people can see more than they need.`,
    measures: [clause?.why ?? '', ...(clause?.conditions ?? [])].join(' ').trim(),
  };
}
