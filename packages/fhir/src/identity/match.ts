import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import { type Candidate, councilCandidate, FIRST_MODEL, matchPerson } from '@solway/identity';
import { type MosaicPersonId, readIsoDate } from '@solway/kernel';
import { type CouncilPersonRow, findChiPeople } from '@solway/store';
import { z } from 'zod';
import type { Caller } from '../caller.ts';
import { scopeMissing } from '../entries.ts';
import { FhirError, type FhirAnswer } from '../outcome.ts';
import { ownPatient } from '../patient-resource.ts';
import { numberOf } from '../patients.ts';
import type { FhirService } from '../service.ts';
import { recordIdentityQuery } from './record.ts';

const text = z.string().trim().max(200);
const patient = z.looseObject({
  resourceType: z.literal('Patient'),
  identifier: z
    .array(z.looseObject({ system: text.optional(), value: text.optional() }))
    .max(20)
    .optional(),
  name: z
    .array(
      z.looseObject({
        use: text.optional(),
        family: text.optional(),
        given: z.array(text).max(10).optional(),
      }),
    )
    .max(20)
    .optional(),
  gender: text.optional(),
  birthDate: text.optional(),
  address: z
    .array(z.looseObject({ postalCode: text.optional() }))
    .max(20)
    .optional(),
});
const parameters = z.looseObject({
  resourceType: z.literal('Parameters'),
  parameter: z
    .array(
      z.looseObject({
        name: z.string().max(60),
        resource: z.unknown().optional(),
        valueBoolean: z.boolean().optional(),
        valueInteger: z.number().int().optional(),
      }),
    )
    .max(20),
});

/** However many are asked for: more than this would be a crowd. */
const MOST_MATCHES = 5;
const GRADE = 'http://hl7.org/fhir/StructureDefinition/match-grade';

type Grade = 'certain' | 'probable' | 'possible';

/**
 * `Patient/$match` (IHE PDQm ITI-119) over the CHI register, by the matching that links council records: the same
 * cleaning, model, thresholds and lead over the runner-up. `certain` is what it would link by itself.
 * @throws {FhirError} `fhir-direction-other` for the council, whose matching is its steward's; `fhir-body-malformed`
 */
export async function matchPatient(service: FhirService, caller: Caller, body: unknown): Promise<FhirAnswer> {
  if (!caller.may('Patient', 'search')) throw scopeMissing();
  if (caller.side !== 'health')
    throw new FhirError(
      'fhir-direction-other',
      'people are matched here against the register of the health side',
    );
  const asked = readAsked(body);
  const person = councilCandidate(asked.person);
  const register = await service.register();
  const outcome = matchPerson(FIRST_MODEL, register, person);
  const graded: readonly (readonly [Grade, Candidate])[] =
    outcome.outcome === 'link'
      ? [['certain', outcome.best]]
      : outcome.outcome === 'review'
        ? outcome.candidates.map((one) => [gradeOf(one), one])
        : [];
  const wanted = graded.filter(([grade]) => !asked.onlyCertain || grade === 'certain').slice(0, asked.count);
  const rows = await findChiPeople(
    service.walk.db,
    { ids: wanted.map(([, one]) => one.person.chi) },
    MOST_MATCHES,
  );
  const byChi = new Map(rows.map((row) => [row.chi, row]));
  const entry = wanted.flatMap(
    ([
      grade,
      {
        person: { chi },
        score,
      },
    ]): readonly BundleEntry[] => {
      const row = byChi.get(chi);
      if (row === undefined) return [];
      const resource = ownPatient(row, { chi }, service.ids.patientId(caller.token.client_id, { chi }));
      return [
        {
          fullUrl: `${service.base}/Patient/${resource.id}`,
          resource,
          search: {
            mode: 'match',
            score: probability(score.matchWeight),
            extension: [{ url: GRADE, valueCode: grade }],
          },
        },
      ];
    },
  );
  await recordIdentityQuery(
    service,
    caller,
    'match',
    rows.map(({ chi }) => ({ chi })),
  );
  const bundle: Bundle = {
    resourceType: 'Bundle',
    type: 'searchset',
    timestamp: service.walk.clock(),
    total: entry.length,
    ...(entry.length === 0 ? {} : { entry: [...entry] }),
  };
  return { status: 200, resource: bundle };
}

/** As sure as the model links by itself, but not by itself; or less. */
function gradeOf({ score }: Candidate): Grade {
  return score.matchWeight >= FIRST_MODEL.thresholds.link ? 'probable' : 'possible';
}

/** Match weights are log2 of the odds. Four figures: more would pretend. */
function probability(matchWeight: number): number {
  return Number((1 / (1 + 2 ** -matchWeight)).toFixed(4));
}

interface Asked {
  readonly person: CouncilPersonRow;
  readonly onlyCertain: boolean;
  readonly count: number;
}

/** @throws {FhirError} `fhir-body-malformed`, `fhir-parameter-missing` */
function readAsked(body: unknown): Asked {
  const read = parameters.safeParse(body);
  if (!read.success)
    throw new FhirError('fhir-body-malformed', 'the body is to be Parameters with a Patient as resource');
  const named = (name: string) => read.data.parameter.find((one) => one.name === name);
  const who = patient.safeParse(named('resource')?.resource);
  if (!who.success) throw new FhirError('fhir-body-malformed', 'the Patient can’t be read');
  const { name = [], birthDate, gender, address = [], identifier = [] } = who.data;
  const current = name.find((one) => one.use !== 'old' && one.use !== 'maiden') ?? name[0];
  const born = birthDate === undefined ? null : (readIsoDate(birthDate) ?? null);
  if (birthDate !== undefined && born === null)
    throw new FhirError('fhir-body-malformed', 'birthDate is to be a whole date');
  if ((current?.family ?? '') === '' || (born === null && (current?.given ?? []).length === 0))
    throw new FhirError(
      'fhir-parameter-missing',
      'a match needs a family name, and a date of birth or a given name',
    );
  const chi = identifier.flatMap(({ system, value }) => chiOf(system, value))[0] ?? null;
  return {
    person: {
      // Nobody's number: the person asked about is in no record yet.
      person_id: '0' as MosaicPersonId,
      title: null,
      surname: current?.family ?? '',
      forenames: (current?.given ?? []).join(' '),
      known_as: name.find((one) => one.use === 'nickname')?.given?.[0] ?? null,
      previous_surnames: name.flatMap((one) =>
        one !== current && one.family !== undefined ? [one.family] : [],
      ),
      birth_date: born,
      sex: gender === 'male' || gender === 'female' ? gender : null,
      addresses: address.map(({ postalCode }) => ({
        address: null,
        postcode: postalCode ?? null,
        current: true,
      })),
      telephones: [],
      context: null,
      restricted: false,
      protection: false,
      chi_held: chi,
    },
    onlyCertain: named('onlyCertainMatches')?.valueBoolean ?? false,
    count: Math.min(Math.max(named('count')?.valueInteger ?? MOST_MATCHES, 0), MOST_MATCHES),
  };
}

function chiOf(system: string | undefined, value: string | undefined): readonly string[] {
  if (system === undefined || value === undefined) return [];
  try {
    return numberOf(`${system}|${value}`, 'health');
  } catch {
    // Another system's number says nothing here.
    return [];
  }
}
