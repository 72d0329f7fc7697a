export const packageName = 'web';
