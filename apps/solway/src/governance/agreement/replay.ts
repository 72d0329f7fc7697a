import { compile, ITEM_WORDS, replayer, roleWords } from '@solway/agreement';
import { GovernanceError, pastDecisionsOf } from '@solway/governance';
import { instantOf } from '@solway/kernel';
import { readLeaf } from '@solway/ledger';
import { leavesSince } from '@solway/store';
import { renderAgreementReplay } from '@solway/web';
import type { Form } from '../../routes/page-action.ts';
import type { ServerParts } from '../../server.ts';
import type { Officer } from '../officer.ts';
import { type OpenVersion, pageParts } from './version.ts';

const USUAL_DAYS = 30;
const MOST_DAYS = 366;

/** The last days of what was really disclosed and refused, decided again under this version. */
export async function replayPage(
  parts: ServerParts,
  officer: Officer,
  version: OpenVersion,
  form: Form,
): Promise<string> {
  const page = pageParts(parts, officer, version, '/agreement/replay');
  const given = Number(form['days'] ?? USUAL_DAYS);
  const days = Number.isInteger(given) ? Math.min(MOST_DAYS, Math.max(1, given)) : USUAL_DAYS;
  if (form['go'] !== 'yes') return renderAgreementReplay({ ...page, days });
  if (version.problems.length > 0)
    throw new GovernanceError('agreement-has-faults', 'what does not hold together decides nothing');
  const { agreement } = version;
  const started = performance.now();
  const from = instantOf(Date.parse(parts.walk.clock()) - days * 86_400_000);
  const replaying = replayer(compile(agreement));
  for await (const leaves of leavesSince(parts.walk.db, ['disclosed', 'refused'], from)) {
    for (const leaf of leaves) {
      const { entry } = readLeaf(leaf);
      if (entry.kind !== 'disclosed' && entry.kind !== 'refused') continue;
      for (const past of pastDecisionsOf(entry, agreement)) replaying.add(past);
    }
  }
  const { changes, ...counts } = replaying.result();
  return renderAgreementReplay({
    ...page,
    days,
    replayed: {
      ...counts,
      from,
      tookMs: performance.now() - started,
      changes: changes.map(({ change, item, role, count }) => ({
        shown: change === 'would-be-shown',
        item: item === 'other' ? 'an item that is not known now' : ITEM_WORDS[item].words,
        role: role === 'other' ? 'a role that this version does not have' : roleWords(agreement, role),
        count,
      })),
    },
  });
}
