import type { Chart } from './chart.ts';
import { coded, concept, type Resource } from './resource.ts';

const ALLERGENS = [
  ['91936005', 'Allergy to penicillin'],
  ['91935009', 'Allergy to peanut'],
  ['300916003', 'Latex allergy'],
  ['91930004', 'Allergy to egg'],
  ['293586001', 'Allergy to aspirin'],
  ['91939003', 'Allergy to sulfonamide'],
  [undefined, 'Adhesive dressings'],
] as const;
const REACTIONS = [
  ['271807003', 'Rash'],
  ['39579001', 'Anaphylaxis'],
  ['422587007', 'Nausea'],
  ['247472004', 'Weal'],
] as const;

/** Recorded ones, or that none is known, or nothing at all: nobody has asked. (The fourth state is no answer.) */
export function allergies(chart: Chart): readonly Resource[] {
  const random = chart.random('allergies');
  const roll = random.next();
  if (roll < 0.25) return [];
  if (roll < 0.68) {
    return [allergy(chart, 0, concept('No known allergy', '716186003'), {})];
  }
  const count = random.pickRanked([1, 1, 2, 3]);
  const start = random.between(0, ALLERGENS.length - 1);
  return Array.from({ length: count }, (_, index) => {
    const [code, display] = ALLERGENS[(start + index) % ALLERGENS.length] ?? ALLERGENS[0];
    const [reactionCode, reaction] = random.pickRanked(REACTIONS);
    return allergy(chart, index, concept(display, code), {
      criticality: reaction === 'Anaphylaxis' ? 'high' : 'low',
      reaction: [{ manifestation: [concept(reaction, reactionCode)] }],
    });
  });
}

function allergy(chart: Chart, index: number, code: unknown, rest: object): Resource {
  return {
    resourceType: 'AllergyIntolerance',
    id: chart.id('allergy', index),
    clinicalStatus: coded('http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', 'active'),
    verificationStatus: coded(
      'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification',
      'confirmed',
    ),
    code,
    patient: chart.subject,
    recordedDate: chart.daysAgo(chart.random('allergy', index).between(100, 4000)),
    ...rest,
  };
}
