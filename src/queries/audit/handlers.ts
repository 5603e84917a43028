import { AuditConditions } from './audit-conditions';
import { AuditTrail } from './audit-trail';
import { ExportAuditHandler } from './export-audit';
import { ListAuditHandler } from './list-audit';

export const AUDIT_QUERIES = [AuditConditions, AuditTrail, ListAuditHandler, ExportAuditHandler];
