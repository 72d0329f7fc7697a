import { compare } from '@solway/agreement';
import { readVersion, standingOf } from '@solway/governance';
import { agreementVersions, type VersionRow, versionInForce } from '@solway/store';
import { renderAgreementCompare } from '@solway/web';
import type { Form } from '../../routes/page-action.ts';
import type { ServerParts } from '../../server.ts';
import type { Officer } from '../officer.ts';
import { type OpenVersion, pageParts } from './version.ts';
import { STANDING_WORDS } from './words.ts';

/** A version beside another: the one that was asked for, else what it began from, else what is in force. */
export async function comparePage(
  parts: ServerParts,
  officer: Officer,
  version: OpenVersion,
  form: Form,
): Promise<string> {
  const { db, clock } = parts.walk;
  const now = clock();
  const others = (await agreementVersions(db)).filter(
    ({ version_id }) => version_id !== version.row.version_id,
  );
  const usual = version.row.based_on ?? (await versionInForce(db, now))?.version_id;
  const wanted = form['against'] ?? usual;
  const against = others.find(({ version_id }) => version_id === wanted) ?? others[0];
  return renderAgreementCompare({
    ...pageParts(parts, officer, version, '/agreement/compare'),
    against: others.map((row) => ({
      versionId: row.version_id,
      label: `Version ${row.version}: ${STANDING_WORDS[standingOf(row, now)].words.toLowerCase()}`,
      chosen: row === against,
    })),
    ...compared(against, version),
  });
}

function compared(against: VersionRow | undefined, { agreement }: OpenVersion) {
  const before = against === undefined ? undefined : readVersion(against.text).read?.agreement;
  if (against === undefined || before === undefined) return {};
  const { sentences, settings, material } = compare(before, agreement);
  return {
    compared: {
      with: `version ${against.version}`,
      // The sentences end with those of the settings.
      access: sentences.slice(0, sentences.length - settings.length),
      settings: settings.map(({ sentence }) => sentence),
      material,
    },
  };
}
