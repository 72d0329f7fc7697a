export type { Caller } from './caller.ts';
export { capabilityStatement } from './capability.ts';
export { type FhirRequest, handle } from './handler.ts';
export { Ids } from './ids.ts';
export { operationDefinition } from './operations.ts';
export { answerOf, type FhirAnswer, FhirError, type FhirRefusal } from './outcome.ts';
export { ENTRY_TYPES } from './resources/kinds.ts';
export { PageTokens } from './search/page-token.ts';
export type { FhirService } from './service.ts';
