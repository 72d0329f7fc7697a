import { notOfThisItem } from '../mapping/outcome.ts';
import { at, listAt, textAt } from './json.ts';
import { phoneOf } from './map-person.ts';
import { mappingOf } from './resource-reader.ts';

export const mapCommunityService = mappingOf(
  'community-services',
  'EpisodeOfCare',
  'patient',
  (episode, read) => {
    if (episode['status'] !== 'active') return notOfThisItem('not-active');
    const service = read.firstConcept(episode['type'], 'service');
    if (service === undefined) return read.missing('service');
    const organization = read.referenced(episode['managingOrganization']);
    const contained = listAt(episode, 'contained').find(
      (one) => textAt(one, 'resourceType') === 'Organization',
    );
    return read.shown({
      service,
      team:
        read.text(at(episode, 'managingOrganization', 'display'), 'team') ??
        read.text(at(organization, 'name'), 'team'),
      since: read.date(read.period(episode['period'], 'period').start, 'start'),
      phone: read.text(phoneOf(organization) ?? phoneOf(contained), 'telephone'),
    });
  },
);
