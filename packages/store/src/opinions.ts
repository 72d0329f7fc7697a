import type { Instant } from '@solway/kernel';
import type { Database, Queryable } from './database.ts';
import { keptFrom } from './kept-from.ts';
import { INVOLVED } from './review-involved.ts';

/** What agreement between reviewers is reckoned by. */
export type OpinionCategory = 'leader' | 'other' | 'none';

/** A judgement that settles a case: `none` of the candidates, or `link:` and the pair. */
export interface Opinion {
  readonly by: string;
  readonly name: string;
  readonly at: Instant;
  readonly verdict: string;
  readonly category: OpinionCategory;
  readonly note: string;
}

/** A case that waits for a second steward, or for a third. */
export interface OpenOpinion {
  readonly id: string;
  readonly state: 'waiting' | 'disagreed';
  readonly why: 'sampled' | 'asked';
  readonly screen: string;
  readonly first: Opinion;
  /** Null while nobody else has judged it. */
  readonly second: Opinion | null;
}

export async function openOpinion(db: Queryable, caseId: string): Promise<OpenOpinion | undefined> {
  const found = await db.query<OpenOpinion>(
    `select id, state, why, screen,
       jsonb_build_object('by', first_by, 'name', first_name, 'at', first_at, 'verdict', first_verdict,
         'category', first_category, 'note', first_note) as first,
       case when second_by is null then null else jsonb_build_object('by', second_by, 'name', second_name,
         'at', second_at, 'verdict', second_verdict, 'category', second_category, 'note', second_note) end as second
     from second_opinion where case_id = $1 and state in ('waiting', 'disagreed')`,
    [caseId],
  );
  return found.rows[0];
}

/** Keeps a first judgement until a second is there. */
export async function keepFirst(
  tx: Queryable,
  kept: {
    readonly caseId: string;
    readonly why: OpenOpinion['why'];
    readonly screen: string;
    readonly first: Opinion;
  },
): Promise<void> {
  const { by, name, at, verdict, category, note } = kept.first;
  await tx.query(
    `insert into second_opinion (case_id, why, state, screen, first_by, first_name, first_at, first_verdict,
       first_category, first_note) values ($1, $2, 'waiting', $3, $4, $5, $6, $7, $8, $9)`,
    [kept.caseId, kept.why, kept.screen, by, name, at, verdict, category, note],
  );
}

export async function keepSecond(
  tx: Queryable,
  id: string,
  second: Opinion,
  state: 'agreed' | 'disagreed',
): Promise<void> {
  await tx.query(
    `update second_opinion set state = $2, second_by = $3, second_name = $4, second_at = $5, second_verdict = $6,
       second_category = $7, second_note = $8 where id = $1`,
    [id, state, second.by, second.name, second.at, second.verdict, second.category, second.note],
  );
}

/** What two judged differently has been decided. */
export async function resolveOpinion(
  tx: Queryable,
  id: string,
  by: string,
  verdict: string,
  at: Instant,
): Promise<void> {
  await tx.query(
    `update second_opinion set state = 'resolved', resolved_by = $2, resolved_verdict = $3, resolved_at = $4
     where id = $1`,
    [id, by, verdict, at],
  );
}

/** What the first judgement rested on is no longer so. */
export async function lapseOpinion(tx: Queryable, id: string): Promise<void> {
  await tx.query(`update second_opinion set state = 'lapsed' where id = $1`, [id]);
}

/** Stewards of the organisation, other than those named by `except` (`organisation:user`), who may decide a case. */
export async function whoElseMay(
  db: Queryable,
  organisation: string,
  caseId: string,
  except: readonly string[],
): Promise<readonly { readonly user_id: string; readonly name: string }[]> {
  const found = await db.query<{ user_id: string; name: string }>(
    `select distinct s.user_id, s.name from staff s join review_case c on c.id = $2
     where s.organisation = $1 and s.role = 'data-steward' and s.left_on is null
       and s.organisation || ':' || s.user_id <> all ($3)
       and not exists (select 1 from ${INVOLVED} involved (person_id)
         join council_person r on r.person_id = involved.person_id
         where ${keptFrom('r', "s.organisation || ':' || s.user_id")})
     order by s.name, s.user_id`,
    [organisation, caseId, except],
  );
  return found.rows;
}

export interface JudgedPair {
  readonly first: OpinionCategory;
  readonly second: OpinionCategory;
  /** The same pair, not only the same category. */
  readonly same: boolean;
  readonly n: number;
}

/** How often two stewards who did not know of each other judged as they did. */
export async function judgedTwice(db: Database): Promise<readonly JudgedPair[]> {
  const found = await db.query<JudgedPair>(
    `select first_category as first, second_category as second, first_verdict = second_verdict as same, count(*) as n
     from second_opinion where second_verdict is not null group by 1, 2, 3 order by 1, 2, 3`,
  );
  return found.rows;
}
