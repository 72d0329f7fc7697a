import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { World } from './household.ts';
import type { Person } from './person.ts';
import { practiceOf } from './places.ts';
import { PopulationError } from './population-error.ts';
import { Random } from './random.ts';

export interface BundlePerson {
  /** File name within the folder. */
  readonly file: string;
  readonly person: Person;
  readonly inCouncil: boolean;
}

const Patient = z.object({
  resourceType: z.literal('Patient'),
  name: z.array(z.object({ family: z.string(), given: z.array(z.string()).default([]) })).min(1),
  gender: z.string(),
  birthDate: z.string().regex(/^\d{4}-\d\d-\d\d$/),
  deceasedDateTime: z.string().optional(),
});
const Bundle = z.object({
  resourceType: z.literal('Bundle'),
  entry: z.array(z.object({ resource: z.looseObject({ resourceType: z.string() }) })),
});

/** Numbers far above those of households, so that no two people share a stream of chance. */
const FIRST_INDEX = 1_000_000_000;

/**
 * The patients of a folder of FHIR R4 bundles as people of this population: their own names, dates and deaths, a
 * home in the board's area. Read in order of file name, one at a time.
 * @throws {PopulationError} for a file that is not a bundle with one patient.
 */
export function* bundlePeople(folder: string, world: World): Generator<BundlePerson> {
  for (const [i, file] of bundleFiles(folder).entries()) {
    yield { file, person: personOf(join(folder, file), FIRST_INDEX + i, world), inCouncil: i % 2 === 0 };
  }
}

function bundleFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((one) => one.endsWith('.json'))
      .sort();
  } catch (cause) {
    throw new PopulationError('population-bundles', `${folder} can't be read`, { cause });
  }
}

function personOf(path: string, index: number, world: World): Person {
  const patient = patientOf(path);
  const random = new Random(world.seed, 'bundle', index);
  const [name] = patient.name;
  const surname = withoutDigits(name?.family ?? '');
  const address = world.places.home(random);
  const dead = patient.deceasedDateTime?.slice(0, 10);
  return {
    index,
    surname,
    forenames: (name?.given ?? []).slice(0, 3).map(withoutDigits),
    birthSurname: surname,
    previousSurnames: [],
    motherBirthSurname: world.names.surname('scottish', random),
    birthDate: patient.birthDate,
    sex: patient.gender === 'female' ? 'F' : 'M',
    ...(dead === undefined ? {} : { deathDate: dead }),
    address,
    formerAddresses: [],
    gpPractice: practiceOf(address, random).code,
    telephone: '',
    need: dead === undefined && index % 4 === 0 ? 'frail' : 'none',
    place: { household: index, part: 'adult', birthGroup: 0, isTwin: false, namedAfterFather: false },
  };
}

function patientOf(path: string): z.infer<typeof Patient> {
  try {
    const bundle = Bundle.parse(JSON.parse(readFileSync(path, 'utf8')));
    return Patient.parse(bundle.entry.find((one) => one.resource.resourceType === 'Patient')?.resource);
  } catch (cause) {
    throw new PopulationError('population-bundles', `${path} is not a FHIR bundle with a patient`, { cause });
  }
}

/** The makers of such bundles number their names: `Wyman904`. */
function withoutDigits(name: string): string {
  return name.replace(/\d+/g, '').trim();
}
