/**
 * True of a council record `row` that `actor` (SQL for organisation:user) may not know of: it is restricted and they
 * are not on its allow-list, or it is a protected identity, which has none. A record that is not there is kept from
 * nobody.
 */
export function keptFrom(row: string, actor: string): string {
  return `(coalesce(${row}.protected_identity, false) or coalesce(${row}.restricted, false) and not exists (
    select 1 from restricted_access a where a.person_id = ${row}.person_id
      and a.organisation || ':' || a.user_id = ${actor}))`;
}
