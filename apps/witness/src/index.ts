export { WitnessError } from './error.ts';
export { buildServer } from './server.ts';
export { type Answer, Witness, type WitnessSettings } from './witness.ts';
