export { demonstrationAgreement } from './agreement-in-force.ts';
export { compose, type Composition, type Running } from './compose.ts';
export { readConfiguration } from './configuration.ts';
export { signForDemonstration } from './demo/sign-agreement.ts';
export { type HostRegistration, parseHosts } from './hosts.ts';
