export const packageName = 'store';
