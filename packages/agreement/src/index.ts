export const packageName = 'agreement';
