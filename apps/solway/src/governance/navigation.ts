import type { Officer } from './officer.ts';

/** A page of those who keep the agreement, in the order in which the pages are offered. */
export interface GovernancePage {
  /** Where its form posts to; whatever lies below it (`/agreement/read`) belongs to it. */
  readonly href: string;
  readonly label: string;
  /** The roles that it opens for; `every` for all whom the governance door lets in. */
  readonly roles: readonly string[] | 'every';
}

/** Another feature adds its page here, and registers it by `governancePages`. */
const GOVERNANCE_PAGES: readonly GovernancePage[] = [
  { href: '/glass', label: 'Behind the glass', roles: ['governance-lead'] },
  { href: '/watch', label: 'Misuse', roles: ['governance-lead'] },
  { href: '/answer', label: 'Requests', roles: ['governance-lead'] },
  { href: '/reports', label: 'Reports', roles: ['governance-lead'] },
  { href: '/emergency', label: 'Emergency access', roles: ['governance-lead'] },
  { href: '/objections', label: 'Objections', roles: ['governance-lead'] },
  { href: '/directory', label: 'Staff directory', roles: ['governance-lead'] },
  { href: '/agreement', label: 'The agreement', roles: 'every' },
  { href: '/training', label: 'Training', roles: 'every' },
];

export function pagesFor({ roles }: Pick<Officer, 'roles'>): readonly GovernancePage[] {
  return GOVERNANCE_PAGES.filter((page) => page.roles === 'every' || overlaps(page.roles, roles));
}

/** The page that an address belongs to: itself, or the one that it lies below. */
export function pageOf(path: string): GovernancePage | undefined {
  return GOVERNANCE_PAGES.find(({ href }) => path === href || path.startsWith(`${href}/`));
}

function overlaps(some: readonly string[], others: readonly string[]): boolean {
  return some.some((one) => others.includes(one));
}
