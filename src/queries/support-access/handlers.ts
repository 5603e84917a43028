import { GetSupportAccessHandler } from './get-support-access';
import { ListSupportAuditHandler } from './list-support-audit';

export const SUPPORT_ACCESS_QUERIES = [GetSupportAccessHandler, ListSupportAuditHandler];
