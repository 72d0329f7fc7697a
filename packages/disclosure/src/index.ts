export { closeOpenView, type CloseReason, type Reported, reportNotMyPatient } from './act.ts';
export { askForReason, breakGlass } from './break-glass.ts';
export { DisclosureError, type DisclosureRefusal } from './error.ts';
export { mayOversee, OVERSIGHT_KINDS, type OversightKind } from './governance.ts';
export { appOrigin, directionFor, type Host } from './host.ts';
export { acknowledgeNotice, type ExposureNotice, noticesFor } from './notice.ts';
export { hashOf, requestLaunch } from './launch.ts';
export { refuseHandle } from './handle-refused.ts';
export { boundPerson, type NamedPerson, openBoundView, viewForToken } from './token-view.ts';
export { type Opened, openHandle, requireView, summarise } from './view.ts';
export {
  type AgreementInForce,
  DEFAULT_LIMITS,
  type Owner,
  type Walk,
  WALK_STEPS,
  type WalkLimits,
  type WalkStep,
} from './walk.ts';
