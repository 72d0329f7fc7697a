export type { MosaicCodes } from './mosaic/codes.ts';
export { STANDARD_CODES } from './mosaic/codes.ts';
export { createMosaicSource } from './mosaic/source.ts';
export type { MosaicSourceOptions } from './mosaic/source.ts';
export { createFhirSource } from './fhir/source.ts';
export type { FhirSourceOptions } from './fhir/source.ts';
export { guarded } from './guarded.ts';
export type { BreakerState, GuardedFetch, GuardedSource, GuardOptions } from './guarded.ts';
export * from './port.ts';
