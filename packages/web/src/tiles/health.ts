import type { ItemType, ItemView } from '@solway/record';
import { moment } from '../entries/hospital.tsx';
import { dotted, phone } from '../page/inline.tsx';
import { contentsOf, type Tile } from './tile.tsx';

type Views = ReadonlyMap<ItemType, ItemView>;

/** What a social worker came for: what may hurt, whether they are in hospital, allergies, the practice to ring. */
export function healthTiles(views: Views): readonly Tile[] {
  return [alertsTile(views), hospitalTile(views), allergiesTile(views), practiceTile(views)];
}

function alertsTile(views: Views): Tile {
  const alerts = contentsOf(views, 'health-alerts').map((one) => one.label);
  const key = contentsOf(views, 'key-information');
  const labels = key.filter((one) => one.kind !== 'dnacpr').map((one) => one.label);
  const dnacpr = key.some((one) => one.kind === 'dnacpr')
    ? ['DNACPR recorded: a clinical decision, ring the practice']
    : [];
  const leads = [...new Set(alerts)];
  const said = [...dnacpr, ...(labels.length > 0 ? [labels.join(' · ')] : [])];
  return {
    panel: 'health-alerts',
    label: alerts.length === 0 ? 'Alerts and KIS' : `Alerts (${leads.length}) and KIS`,
    tone: alerts.length > 0 ? 'warn' : 'hold',
    leads: leads.length > 0 ? leads : said.length > 0 ? ['Key information'] : [],
    lines: said,
    from: [views.get('health-alerts'), views.get('key-information')],
  };
}

function hospitalTile(views: Views): Tile {
  const stay = contentsOf(views, 'in-hospital-now')[0];
  return {
    panel: 'hospital',
    label: 'In hospital now',
    tone: 'hold',
    leads: stay === undefined ? [] : ['Yes: in hospital'],
    lines:
      stay === undefined
        ? []
        : [
            dotted(stay.hospital, stay.ward, phone(stay.phone)),
            ...(stay.since === undefined ? [] : [['since ', moment(stay.since)]]),
          ],
    noneLead: 'No admission recorded',
    from: [views.get('in-hospital-now')],
  };
}

function allergiesTile(views: Views): Tile {
  const all = contentsOf(views, 'allergies');
  const recorded = all.filter((one) => one.kind === 'allergy');
  return {
    panel: 'allergies',
    label: recorded.length === 0 ? 'Allergies' : `Allergies (${recorded.length})`,
    tone: recorded.length > 0 ? 'warn' : 'plain',
    leads:
      recorded.length > 0
        ? recorded.map((one) => one.substance)
        : all.length > 0
          ? ['No known allergies']
          : [],
    lines: [],
    noneLead: 'Not asked',
    from: [views.get('allergies')],
  };
}

function practiceTile(views: Views): Tile {
  const practice = contentsOf(views, 'gp-practice')[0];
  return {
    panel: 'person',
    label: 'GP practice',
    tone: 'plain',
    leads: practice === undefined ? [] : [practice.practice],
    lines: practice === undefined ? [] : [dotted(practice.doctor, phone(practice.phone))],
    from: [views.get('gp-practice')],
  };
}
