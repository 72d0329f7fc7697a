import { notOfThisItem } from '../mapping/outcome.ts';
import {
  CONSENT_CATEGORY_SYSTEM,
  FLAG_CATEGORY_SYSTEM,
  KEY_INFORMATION_KINDS,
  KEY_INFORMATION_SYSTEM,
} from './codes.ts';
import { at, listAt, textAt } from './json.ts';
import { hasCode, mappingOf } from './resource-reader.ts';

export const mapHealthAlert = mappingOf('health-alerts', 'Flag', 'subject', (flag, read) => {
  if (flag['status'] !== 'active') return notOfThisItem('not-active');
  if (hasCode(flag['category'], FLAG_CATEGORY_SYSTEM, 'key-information'))
    return notOfThisItem('key-information');
  const label = read.concept(flag['code'], 'label');
  if (label === undefined) return read.missing('label');
  return read.shown({
    label,
    since: read.date(read.period(flag['period'], 'period').start, 'start'),
  });
});

export const mapKeyInformation = mappingOf('key-information', 'Flag', 'subject', (flag, read) => {
  if (flag['status'] !== 'active') return notOfThisItem('not-active');
  if (!hasCode(flag['category'], FLAG_CATEGORY_SYSTEM, 'key-information'))
    return notOfThisItem('not-key-information');
  const label = read.concept(flag['code'], 'label');
  const ours = listAt(flag, 'code', 'coding').find(
    (coding) => textAt(coding, 'system') === KEY_INFORMATION_SYSTEM,
  );
  const kind = read.code(KEY_INFORMATION_KINDS, textAt(ours, 'code'), KEY_INFORMATION_SYSTEM);
  if (label === undefined) return read.missing('label');
  return read.shown({
    kind: kind ?? 'other',
    label,
    recorded: read.date(read.period(flag['period'], 'period').start, 'recorded'),
  });
});

/** A certificate under section 47 of the Adults with Incapacity (Scotland) Act 2000. */
export const mapIncapacityCertificate = mappingOf(
  'incapacity-certificate',
  'Consent',
  'patient',
  (consent, read) => {
    if (!hasCode(consent['category'], CONSENT_CATEGORY_SYSTEM, 'awi-s47'))
      return notOfThisItem('not-awi-s47');
    if (consent['status'] === 'rejected' || consent['status'] === 'inactive')
      return notOfThisItem('not-in-force');
    const scope =
      read.text(at(consent, 'policyRule', 'text'), 'scope') ??
      read.text(at(consent, 'category', 0, 'text'), 'scope') ??
      read.text(at(consent, 'scope', 'text'), 'scope') ??
      read.firstConcept(consent['category'], 'scope');
    if (scope === undefined) return read.missing('scope');
    const period = read.period(at(consent, 'provision', 'period'), 'period');
    return read.shown({
      scope,
      start: read.date(period.start, 'start'),
      end: read.date(period.end, 'end'),
      issuedBy:
        read.text(at(consent, 'performer', 0, 'display'), 'issued by') ??
        read.text(at(consent, 'organization', 0, 'display'), 'issued by'),
    });
  },
);
