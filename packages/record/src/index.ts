export const packageName = 'record';
