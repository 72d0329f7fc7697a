export { type Mosaic, type MosaicOptions, startMosaic } from './mosaic/start-mosaic.ts';
export { DATABASE_FAULTS, type DatabaseFault } from './mosaic/fault-proxy.ts';
export { type Orion, type OrionOptions, startOrion } from './orion/start-orion.ts';
export { FHIR_FAULTS, type FhirFault } from './orion/fhir/fhir-routes.ts';
export type { FaultState } from './faults/fault-state.ts';
export { writePopulation, type WrittenPopulation } from './population/write-files.ts';
export { population, type HouseholdViews, type PopulationOptions } from './population/population.ts';
export { PopulationError } from './population/population-error.ts';
export { makeStaff, type StaffMember } from './population/staff.ts';
