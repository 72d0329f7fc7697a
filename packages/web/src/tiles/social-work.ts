import type { ItemType, ItemView } from '@solway/record';
import { operationWords } from '../entries/legal.tsx';
import type { PageContext } from '../page/context.ts';
import { dotted, phone, since, strong } from '../page/inline.tsx';
import { weekPlan } from '../week/plan.ts';
import { count } from '../words/states.ts';
import { contentsOf, type Tile } from './tile.tsx';

type Views = ReadonlyMap<ItemType, ItemView>;

/** What a clinician came for: whom to ring, what care is in place, what may hurt, what protects. */
export function socialWorkTiles(views: Views, context: PageContext): readonly Tile[] {
  return [alertsTile(views), workerTile(views), careTile(views), protectionTile(views, context)];
}

function workerTile(views: Views): Tile {
  const allocated = contentsOf(views, 'worker-and-team')[0];
  const known = contentsOf(views, 'known-to-social-work');
  const open = known.find((one) => one.status === 'open') ?? known[0];
  const team = allocated?.team ?? open?.team;
  const lead =
    allocated?.worker.name ??
    (open === undefined ? undefined : open.status === 'open' ? 'Known: no named worker' : 'Known: closed');
  return {
    panel: 'team',
    label: 'Worker',
    tone: 'plain',
    leads: lead === undefined ? [] : [lead],
    lines:
      team === undefined
        ? []
        : [
            dotted(team.name, phone(allocated?.worker.phone ?? team.phone)),
            ...(team.outOfHoursPhone === undefined ? [] : [['Out of hours ', phone(team.outOfHoursPhone)]]),
          ],
    from: [views.get('worker-and-team'), views.get('known-to-social-work')],
  };
}

function careTile(views: Views): Tile {
  const packages = contentsOf(views, 'care-packages');
  const current = packages.filter((one) => one.status === 'current');
  const plan = weekPlan(current.flatMap((one) => one.visits ?? []));
  const visits =
    plan.total === 0
      ? count(current.length, 'service')
      : plan.perDay === undefined
        ? `${count(plan.total, 'visit')} a week`
        : `${count(plan.perDay, 'visit')} a day`;
  const others = packages.filter((one) => one.status === 'planned' || one.status === 'suspended');
  return {
    panel: 'care',
    label: 'Care in place',
    tone: 'plain',
    leads: packages.length === 0 ? [] : [current.length === 0 ? 'None current' : visits],
    lines: [
      ...current.slice(0, 3).map((one) => dotted(strong(one.service), one.provider, since(one.start))),
      ...(current.length > 3 ? [`and ${current.length - 3} more below`] : []),
      ...(others.length > 0 ? [others.map((one) => `${one.service}: ${one.status}`).join(' · ')] : []),
    ],
    from: [views.get('care-packages')],
  };
}

function alertsTile(views: Views): Tile {
  const safety = contentsOf(views, 'staff-safety-alert').map((one) => one.label);
  const hazards = contentsOf(views, 'alerts-and-hazards').map((one) => one.label);
  // Every label is on the tile: an alert must not be lost in a summary.
  const labels = [...new Set([...safety, ...hazards])];
  return {
    panel: 'alerts',
    label: labels.length === 0 ? 'Alerts' : `Alerts (${labels.length})`,
    tone: 'warn',
    leads: labels,
    lines: [],
    from: [views.get('staff-safety-alert'), views.get('alerts-and-hazards')],
  };
}

const HOLDERS = {
  'welfare-power-of-attorney': 'Attorney',
  'continuing-power-of-attorney': 'Attorney',
  guardianship: 'Guardian',
  other: 'Legal power',
} as const;

/** Welfare and continuing powers are never one flag: each has its own line and its own answer. */
const POWERS_IN_SHORT = {
  'welfare-power-of-attorney': 'Welfare power',
  'continuing-power-of-attorney': 'Continuing (financial) power',
  guardianship: 'Guardianship',
  other: 'Other power',
} as const;

function protectionTile(views: Views, { today }: PageContext): Tile {
  const current = (one: { readonly end?: string }) => one.end === undefined || one.end >= today;
  const measures = [
    ...contentsOf(views, 'adult-protection')
      .filter(current)
      .map((one) => `Adult protection: ${one.type}`),
    ...contentsOf(views, 'child-protection')
      .filter(current)
      .map((one) => `Child protection${one.unborn ? ' (unborn baby)' : ''}: ${one.type}`),
    ...contentsOf(views, 'looked-after')
      .filter(current)
      .map((one) => `Looked after: ${one.legalStatus}`),
    ...contentsOf(views, 'mental-health-measures')
      .filter(current)
      .map((one) => one.measure),
  ];
  const powers = contentsOf(views, 'legal-powers').filter(current);
  const holders = [...new Set(powers.map((one) => `${HOLDERS[one.kind]}: ${one.holder}`))];
  const ended = contentsOf(views, 'adult-protection').length + contentsOf(views, 'child-protection').length;
  return {
    panel: 'protection',
    label: 'Protection and legal',
    tone: measures.length > 0 ? 'warn' : 'hold',
    leads: measures.length > 0 ? measures : powers.length > 0 ? holders : ended > 0 ? ['None current'] : [],
    lines: [
      ...(measures.length > 0 && holders.length > 0 ? [holders.join(', ')] : []),
      ...powers.map((one) => `${POWERS_IN_SHORT[one.kind]}: ${operationWords(one, today).toLowerCase()}`),
    ],
    from: [
      views.get('adult-protection'),
      views.get('child-protection'),
      views.get('looked-after'),
      views.get('legal-powers'),
      views.get('mental-health-measures'),
    ],
  };
}
