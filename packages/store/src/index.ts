export * from './agreement-assessments.ts';
export * from './agreement-signatures.ts';
export * from './agreement-versions.ts';
export * from './agreements.ts';
export * from './break-glass.ts';
export * from './concerns.ts';
export * from './council-changes.ts';
export type { ViewContext } from './context.ts';
export * from './directory.ts';
export * from './disclosures.ts';
export * from './doubts.ts';
export { type Database, openDatabase, type Queryable, StoreError, transaction } from './database.ts';
export * from './feed-messages.ts';
export * from './find-people.ts';
export * from './launches.ts';
export * from './heads.ts';
export * from './ledger.ts';
export * from './links.ts';
export { migrate } from './migrate.ts';
export {
  acknowledge,
  type AcknowledgedRow,
  countNotices,
  escalateNotices,
  type LateLink,
  markShown,
  type NewNotice,
  type NoticeRow,
  noticesOfLink,
  raiseNotices,
  toldOtherwise,
  waitingNotices,
  type WaitingNoticeRow,
} from './notices.ts';
export * from './mosaic-load-pages.ts';
export * from './mosaic-loads.ts';
export * from './objections.ts';
export * from './opinions.ts';
export * from './people.ts';
export * from './register.ts';
export * from './restrictions.ts';
export {
  countReviewCases,
  findCases,
  neighbourCase,
  type PlaceCount,
  reviewCase,
  reviewCaseOf,
  type ReviewCaseRow,
  type ReviewPlace,
  type ReviewReader,
} from './review.ts';
export * from './review-claims.ts';
export * from './quality.ts';
export * from './review-desk.ts';
export * from './review-facts.ts';
export * from './review-household.ts';
export * from './review-sync.ts';
export * from './review-worklist.ts';
export * from './sequence.ts';
export * from './sign-ins.ts';
export * from './smart.ts';
export * from './staff.ts';
export * from './token-views.ts';
export * from './transfer-schedule.ts';
export * from './training.ts';
export * from './tree.ts';
export {
  closeView,
  countOpenViews,
  findView,
  openView,
  type OpenedView,
  type ViewRefusal,
  type ViewRow,
} from './views.ts';
export * from './watch-facts.ts';
export * from './watch-findings.ts';
export * from './watch-looks.ts';
export * from './watch-rules.ts';
export * from './investigations.ts';
export * from './releases.ts';
export * from './access-requests.ts';
export * from './person-trace.ts';
export * from './reports.ts';
export * from './retention.ts';
