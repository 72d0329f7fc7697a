export const packageName = 'local-postgres';
