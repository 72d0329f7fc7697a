export { assets, type Asset } from './assets.ts';
export type { SummaryActions } from './page/context.ts';
export { panelById, type PanelGroup, type PanelId } from './page/panels.ts';
export { WRONG_PERSON_REASONS, type WrongPersonReason } from './page/wrong-person.tsx';
export { renderSummaryPage } from './summary-page.tsx';
