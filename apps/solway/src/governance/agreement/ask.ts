import {
  type Agreement,
  compile,
  type CompiledAgreement,
  decide,
  explain,
  grantsOf,
  ITEM_WORDS,
  roleWords,
  whatCouldSee,
  whoCouldSee,
} from '@solway/agreement';
import { GovernanceError } from '@solway/governance';
import { type Instant, instantOf } from '@solway/kernel';
import { COUNCIL_ITEMS, directionOf, HEALTH_ITEMS, isItemType, type ItemType } from '@solway/record';
import { type AskModel, ITEM_NAMES, renderAgreementAsk } from '@solway/web';
import type { Form } from '../../routes/page-action.ts';
import type { ServerParts } from '../../server.ts';
import type { Officer } from '../officer.ts';
import { type OpenVersion, pageParts } from './version.ts';

const spaced = (name: string): string => name.replaceAll('-', ' ');

/** Who could see this item, what could this role see, and why is it shown or refused: asked of one version. */
export async function askPage(
  parts: ServerParts,
  officer: Officer,
  version: OpenVersion,
  form: Form,
): Promise<string> {
  const { agreement, problems } = version;
  if (problems.length > 0)
    throw new GovernanceError('agreement-has-faults', 'what does not hold together can’t be asked');
  const compiled = compile(agreement);
  const roles = [...new Set(grantsOf(agreement).map(({ role }) => role))];
  const purposes = Object.keys(agreement.purpose.purposes);
  const given = form['item'] ?? '';
  const item: ItemType = isItemType(given) ? given : 'known-to-social-work';
  const role = roles.find((one) => one === form['role']) ?? roles[0] ?? '';
  const purpose = purposes.find((one) => one === form['purpose']) ?? purposes[0] ?? '';
  return Promise.resolve(
    renderAgreementAsk({
      ...pageParts(parts, officer, version, '/agreement/ask'),
      items: [...COUNCIL_ITEMS, ...HEALTH_ITEMS].map((one) => ({ value: one, label: ITEM_NAMES[one] })),
      roles: roles.map((one) => ({ value: one, label: roleWords(agreement, one) })),
      purposes: purposes.map((one) => ({ value: one, label: spaced(one) })),
      asked: { item, role, purpose },
      ...answered(
        compiled,
        agreement,
        { item, role, purpose, question: questionOf(form) },
        parts.walk.clock(),
      ),
    }),
  );
}

function questionOf({ question }: Form): Question['question'] {
  return question === 'who' || question === 'what' || question === 'why' ? question : 'nothing yet';
}

interface Question {
  readonly item: ItemType;
  readonly role: string;
  readonly purpose: string;
  readonly question: 'who' | 'what' | 'why' | 'nothing yet';
}

function answered(
  compiled: CompiledAgreement,
  agreement: Agreement,
  asked: Question,
  at: Instant,
): Pick<AskModel, 'who' | 'what' | 'why'> {
  const every = Object.keys(agreement.purpose.purposes).length;
  switch (asked.question) {
    case 'who':
      return {
        who: whoCouldSee(compiled, asked.item).map(({ role, organisation, purposes, level, inForce }) => ({
          who: `${roleWords(agreement, role)} at ${agreement.parties.find(({ id }) => id === organisation)?.name ?? organisation}`,
          purposes: purposes.length === every ? 'every purpose' : purposes.map(spaced).join(', '),
          level,
          inForce,
        })),
      };
    case 'what':
      return {
        what: whatCouldSee(compiled, asked.role, asked.purpose).map(({ item, clause, level, inForce }) => ({
          item: ITEM_WORDS[item].words,
          clause,
          level,
          inForce,
        })),
      };
    case 'why':
      return { why: why(compiled, agreement, asked, at) };
    case 'nothing yet':
      return {};
  }
}

/** Decided as for somebody with whom everything else is in order, on the version's own first day where that is to come. */
function why(
  compiled: CompiledAgreement,
  agreement: Agreement,
  { item, role, purpose }: Question,
  at: Instant,
): NonNullable<AskModel['why']> {
  const [holds, sees] =
    directionOf(item) === 'council-to-health' ? ['council', 'health'] : ['health', 'council'];
  const party = (kind: string | undefined) => agreement.parties.find((one) => one.kind === kind)?.id ?? '';
  const start = instantOf(Date.parse(`${agreement.implementation.start}T12:00:00.000Z`));
  const moment = at < start ? start : at;
  const decision = decide(compiled, {
    item,
    at: moment,
    holder: party(holds),
    user: {
      organisation: party(sees),
      role,
      roleVouched: true,
      signInExpiresAt: instantOf(Date.parse(moment) + 60_000),
    },
    purpose,
    relationship: 'caseload',
    link: 'in-force',
    training: 'current',
    restriction: { restricted: false, allowListed: false, protectedIdentity: false },
  });
  return {
    outcome:
      decision.outcome === 'granted' ? { tone: 'on', words: 'Shown' } : { tone: 'bad', words: 'Not shared' },
    practitioner: explain(decision, 'practitioner'),
    governance: explain(decision, 'governance'),
  };
}
