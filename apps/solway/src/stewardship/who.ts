import type { Walk } from '@solway/disclosure';
import type { Steward } from '@solway/identity';
import type { OpenedView } from '@solway/store';
import type { ReviewActions, ReviewViewer } from '@solway/web';
import { partyName } from '../party-name.ts';

const IDLE_MINUTES = 15;

/** The user of an opened page, as the decisions name them. */
export function stewardOf({ view }: OpenedView): Steward {
  return {
    organisation: view.organisation,
    userId: view.user_id,
    name: view.user_name,
    role: view.role,
    correlationId: view.correlation_id,
  };
}

export function viewerOf(walk: Walk, { view }: OpenedView): ReviewViewer {
  return { name: view.user_name, role: view.role, organisation: partyName(walk, view.organisation) };
}

export function actionsOf({ view }: OpenedView): ReviewActions {
  return {
    viewId: view.view_id,
    listUrl: '/steward',
    openUrl: '/steward/open',
    decideUrl: '/steward/decide',
    exposureUrl: '/steward/exposure',
    findUrl: '/steward/find',
    assignUrl: '/steward/assign',
    qualityUrl: '/steward/quality',
    reportUrl: '/steward/report',
    toldUrl: '/steward/told',
    exposureFileUrl: '/steward/exposure/file',
    loadsUrl: '/steward/loads',
    closeUrl: '/view/close',
    idleMinutes: IDLE_MINUTES,
  };
}

/** `SMITH, Jean (Mrs)` */
export function personName(person: {
  readonly surname: string | null;
  readonly forenames: string | null;
  readonly title?: string | null;
}): string {
  const { surname, forenames, title } = person;
  if (surname === null) return 'Name not held';
  const name = forenames ? `${surname.toUpperCase()}, ${forenames}` : surname.toUpperCase();
  return title ? `${name} (${title})` : name;
}

/** `made_by` is a model's dated name, or an organisation's user. */
export function deciderWords(madeBy: string): string {
  return madeBy.startsWith('model:') ? 'the model' : (madeBy.split(':').at(-1) ?? madeBy);
}

export function isUuid(text: string | undefined): text is string {
  return text !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}
