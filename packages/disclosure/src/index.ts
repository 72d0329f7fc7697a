export const packageName = 'disclosure';
