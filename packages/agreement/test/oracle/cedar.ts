import cedar from '@cedar-policy/cedar-wasm/nodejs';
import type { AccessRequest } from '../../src/index.ts';
import { type CedarEntity, translate } from './translate.ts';

export interface CedarAnswer {
  readonly allowed: boolean;
  /** The gates whose forbids held. */
  readonly gates: ReadonlySet<string>;
}

/** Parses the policies once; each answer after that is one evaluation. */
export function cedarOracle(name: string, text: string): (request: AccessRequest) => CedarAnswer {
  const { policies, entitiesOf } = translate(text);
  const parsed = cedar.preparsePolicySet(name, { staticPolicies: { ...policies } });
  if (parsed.type === 'failure') throw new Error(JSON.stringify(parsed.errors));
  const entities = new Map<string, CedarEntity[]>();
  return (request) => {
    const { role } = request.user;
    if (!entities.has(role)) entities.set(role, entitiesOf(role));
    const answer = cedar.statefulIsAuthorized({
      preparsedPolicySetId: name,
      principal: { type: 'Role', id: role },
      action: { type: 'Action', id: 'see' },
      resource: { type: 'Item', id: request.item },
      context: contextOf(request),
      entities: entities.get(role)!,
    });
    // Cedar skips a forbid that errs, so an error is never an answer.
    if (answer.type === 'failure' || answer.response.diagnostics.errors.length > 0)
      throw new Error(JSON.stringify(answer));
    const { decision, diagnostics } = answer.response;
    return {
      allowed: decision === 'allow',
      gates: new Set(
        decision === 'allow' ? [] : diagnostics.reason.map((id) => id.slice(0, id.indexOf('/'))),
      ),
    };
  };
}

function contextOf(request: AccessRequest) {
  const { user, restriction, breakGlassUntil } = request;
  return {
    at: Date.parse(request.at),
    organisation: user.organisation,
    holder: request.holder,
    purpose: request.purpose,
    roleVouched: user.roleVouched,
    signInExpires: Date.parse(user.signInExpiresAt),
    relationship: request.relationship ?? '',
    link: request.link,
    training: request.training,
    restricted: restriction.restricted,
    allowListed: restriction.allowListed,
    protectedIdentity: restriction.protectedIdentity,
    hasGlass: breakGlassUntil !== undefined,
    glass: breakGlassUntil === undefined ? 0 : Date.parse(breakGlassUntil),
  };
}
