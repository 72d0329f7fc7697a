export { type AuditContext, auditEvents } from './audit-events.ts';
