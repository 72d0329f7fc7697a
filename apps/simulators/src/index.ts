export const packageName = 'simulators';
