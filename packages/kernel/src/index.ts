export type { Brand } from './brand.ts';
export * from './chi.ts';
export * from './date.ts';
export type { DocumentPart, PlainDocument } from './document.ts';
export * from './error.ts';
export * from './identifiers.ts';
export * from './text.ts';
