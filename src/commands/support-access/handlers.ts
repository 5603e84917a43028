import { DisableAllSupportAccessHandler } from './disable-all-support-access';
import { RecordSupportAuditReadHandler } from './record-support-audit-read';
import { SetSupportAccessHandler } from './set-support-access';

export const SUPPORT_ACCESS_COMMANDS = [
  SetSupportAccessHandler,
  DisableAllSupportAccessHandler,
  RecordSupportAuditReadHandler,
];
