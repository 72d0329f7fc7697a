export * from './content.ts';
export * from './entry.ts';
export * from './item-names.ts';
export * from './items.ts';
export * from './summary.ts';
