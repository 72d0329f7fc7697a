/** A SMART scope for resources: who it is about, which type, and what may be done. Only reading and searching are given. */
export interface ResourceScope {
  readonly level: 'patient' | 'user' | 'system';
  readonly type: string;
  readonly read: boolean;
  readonly search: boolean;
}

/** Scopes that are not about resources, as far as they mean anything here. */
export const OTHER_SCOPES = ['openid', 'fhirUser', 'launch', 'launch/patient', 'profile'] as const;

const FORM = /^(patient|user|system)\/(\*|[A-Z][A-Za-z]{1,40})\.(read|write|\*|(?=[cruds])c?r?u?d?s?)$/;

/** A scope of SMART version 2 (`patient/Flag.rs`) or 1 (`patient/Flag.read`); undefined for any other text. */
export function parseScope(text: string): ResourceScope | undefined {
  const [, level, type, letters] = FORM.exec(text) ?? [];
  if (level === undefined || type === undefined || letters === undefined) return undefined;
  const everything = letters === 'read' || letters === '*';
  return {
    level: level as ResourceScope['level'],
    type,
    read: everything || (letters !== 'write' && letters.includes('r')),
    search: everything || (letters !== 'write' && letters.includes('s')),
  };
}

/**
 * What a client gets of what it asks: no more than it is registered for, and nothing that writes.
 * @param levels who the token may be about, from the way it was asked for
 */
export function grantScopes(
  asked: readonly string[],
  registered: readonly string[],
  levels: readonly ResourceScope['level'][],
): readonly string[] {
  const may = registered.map(parseScope).filter((one) => one !== undefined);
  const granted = asked.flatMap((text) => {
    const wanted = parseScope(text);
    if (wanted === undefined)
      return (OTHER_SCOPES as readonly string[]).includes(text) && registered.includes(text) ? [text] : [];
    if (!levels.includes(wanted.level)) return [];
    return may.filter((one) => one.level === wanted.level).flatMap((one) => scopeText(meet(wanted, one)));
  });
  return [...new Set(granted)];
}

/** Whether granted scopes cover reading or searching a type. */
export function scopesAllow(
  granted: readonly ResourceScope[],
  type: string,
  interaction: 'read' | 'search',
): boolean {
  return granted.some((one) => (one.type === '*' || one.type === type) && one[interaction]);
}

function meet(a: ResourceScope, b: ResourceScope): ResourceScope | undefined {
  const type = a.type === '*' ? b.type : b.type === '*' || b.type === a.type ? a.type : undefined;
  if (type === undefined) return undefined;
  return { level: a.level, type, read: a.read && b.read, search: a.search && b.search };
}

function scopeText(scope: ResourceScope | undefined): readonly string[] {
  if (scope === undefined || (!scope.read && !scope.search)) return [];
  return [`${scope.level}/${scope.type}.${scope.read ? 'r' : ''}${scope.search ? 's' : ''}`];
}
