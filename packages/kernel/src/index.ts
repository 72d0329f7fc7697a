export const packageName = 'kernel';
