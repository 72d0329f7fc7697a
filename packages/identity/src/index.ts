export const packageName = 'identity';
