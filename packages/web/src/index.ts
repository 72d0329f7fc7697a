export { renderAgreementAsk } from './agreement/ask-page.tsx';
export { renderAgreementAssess } from './agreement/assess-page.tsx';
export { renderAgreementCompare } from './agreement/compare-page.tsx';
export { renderAgreementEdit, renderAgreementEditPart } from './agreement/edit-page.tsx';
export { renderAgreementList } from './agreement/list-page.tsx';
export * from './agreement/model.ts';
export { renderAgreementRead } from './agreement/read-page.tsx';
export { renderAgreementReplay } from './agreement/replay-page.tsx';
export { renderAgreementSign } from './agreement/sign-page.tsx';
export { renderAgreementText } from './agreement/text-page.tsx';
export {
  renderRolePage,
  renderTrainingPage,
  type RoleModel,
  type TrainingModel,
} from './agreement/training-page.tsx';
export { assets, type Asset } from './assets.ts';
export { BREAK_GLASS_REASON_WORDS, type BreakGlassAsked, renderBreakGlassPage } from './break-glass-page.tsx';
export { renderDoorsPage, type Door, type DoorsModel } from './doors-page.tsx';
export * from './glass/model.ts';
export { type DirectoryPageModel, renderDirectoryPage } from './governance/directory-page.tsx';
export {
  type ObjectionModel,
  type ObjectionsPageModel,
  renderObjectionsPage,
} from './governance/objections-page.tsx';
export {
  EMERGENCY_OUTCOMES,
  type EmergencyOpening,
  type EmergencyPageModel,
  renderEmergencyPage,
} from './governance/emergency-page.tsx';
export {
  type GovernanceFrame,
  type GovernanceLink,
  type GovernanceSaid,
  renderGovernanceRefusal,
} from './governance/frame.tsx';
export { renderGlassPage } from './glass/page.tsx';
export { renderCasePage } from './review/case-page.tsx';
export { renderExposurePage } from './review/exposure-page.tsx';
export { renderFeedPage, type FeedModel } from './review/feed-page.tsx';
export * from './review/load-model.ts';
export { renderLoadPage } from './review/load-page.tsx';
export { reasonMeans, reasonNext } from './review/load-words.ts';
export { renderLoadsPage } from './review/loads-page.tsx';
export * from './review/model.ts';
export { type QualityModel, renderQualityPage } from './review/quality-page.tsx';
export { renderReviewRefusal } from './review/notice-page.tsx';
export { renderWorklistPage } from './review/worklist-page.tsx';
export {
  renderAcknowledgedPage,
  renderClosedPage,
  renderNotMyPatientDone,
  renderRefusedPage,
  type ClosedReason,
  type NoticeOptions,
  type Refusal,
} from './notice-pages.tsx';
export type { SummaryActions } from './page/context.ts';
export { panelById, PANELS, WHOLE_SUMMARY, type PanelGroup, type PanelId } from './page/panels.ts';
export type { ToldModel } from './page/told.tsx';
export { WRONG_PERSON_REASONS, type WrongPersonReason } from './page/wrong-person.tsx';
export { renderPanelPage } from './panel-page.tsx';
export {
  renderConfirmPage,
  renderSignedInPage,
  renderSignInPage,
  renderSignInRefusal,
  type SignedInModel,
} from './sign-in/pages.tsx';
export { renderSummaryPage } from './summary-page.tsx';
export { ITEM_NAMES } from './words/items.ts';
export { renderWatchCasePage } from './watch/case-page.tsx';
export { renderWatchPage } from './watch/list-page.tsx';
export type * from './watch/model.ts';
export { renderWatchRulesPage } from './watch/rules-page.tsx';
export { type ReleasesModel, renderReleasesPage } from './watch/releases-page.tsx';
export { renderAnswerDocument } from './answer/document-page.tsx';
export { renderAnswerListPage } from './answer/list-page.tsx';
export type * from './answer/model.ts';
export { renderAnswerRequestPage } from './answer/request-page.tsx';
export { reportCsv, type ReportModel, type ReportTable, renderReportPage } from './report/page.tsx';
export { inWords } from './words/people.ts';
export { type HoldsModel, renderHoldsPage } from './answer/holds-page.tsx';
