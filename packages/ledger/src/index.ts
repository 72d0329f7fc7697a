export const packageName = 'ledger';
