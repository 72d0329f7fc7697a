export const packageName = 'solway';
