export const packageName = 'linkage';
