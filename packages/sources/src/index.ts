export const packageName = 'sources';
