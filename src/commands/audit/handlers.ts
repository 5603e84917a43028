import { AuditReads } from './audit-reads';
import { RecordAuditReadHandler } from './record-audit-read';
import { RecordEvidenceReadHandler } from './record-evidence-read';
import { RecordStreamReplayHandler } from './record-stream-replay';

export const AUDIT_COMMANDS = [
  AuditReads,
  RecordAuditReadHandler,
  RecordEvidenceReadHandler,
  RecordStreamReplayHandler,
];
