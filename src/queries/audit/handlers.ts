import { AuditConditions } from './audit-conditions';
import { AuditTrail } from './audit-trail';
import { CheckAuditFilterHandler } from './check-audit-filter';
import { NamesOfEntries } from './entry-names';
import { ExportAuditHandler } from './export-audit';
import { KnownActors } from './known-actors';
import { ListAuditHandler } from './list-audit';

export const AUDIT_QUERIES = [
  AuditConditions,
  AuditTrail,
  NamesOfEntries,
  KnownActors,
  CheckAuditFilterHandler,
  ListAuditHandler,
  ExportAuditHandler,
];
