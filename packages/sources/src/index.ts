export type { MosaicCodes } from './mosaic/codes.ts';
export { STANDARD_CODES } from './mosaic/codes.ts';
export { createMosaicSource } from './mosaic/source.ts';
export type { MosaicSourceOptions } from './mosaic/source.ts';
export { createFhirSource } from './fhir/source.ts';
export type { FhirSourceOptions } from './fhir/source.ts';
export { guarded } from './guarded.ts';
export type { BreakerState, GuardedFetch, GuardedSource, GuardOptions } from './guarded.ts';
export { createHttpUpload } from './mosaic-upload/http-upload.ts';
export type { HttpUploadOptions } from './mosaic-upload/http-upload.ts';
export * from './mosaic-upload/port.ts';
export { readUploadFile, UPLOAD_COLUMNS, UploadFileError, writeCsv } from './mosaic-upload/upload-file.ts';
export type { UploadFileRow, UploadRowFault } from './mosaic-upload/upload-file.ts';
export * from './port.ts';
export type * from './population.ts';
export { ExtractError, readChiExtract } from './population/chi-extract.ts';
export type { ReadChiOptions } from './population/chi-extract.ts';
export { createMosaicPopulation } from './population/mosaic-population.ts';
export type { MosaicPopulationOptions } from './population/mosaic-population.ts';
export {
  createMosaicRestrictions,
  type RestrictedAccess,
  type Restrictions,
  type RestrictionSource,
} from './mosaic/restrictions.ts';
export {
  DIRECTORY_CODES,
  type DirectoryCode,
  type DirectoryRead,
  type DirectoryRow,
  readStaffDirectory,
} from './population/staff-directory.ts';
export { SourceFailure } from './source-failure.ts';
