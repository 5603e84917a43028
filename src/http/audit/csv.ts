import type { AuditEntry } from '../../queries/audit/audit-entry';
import { csvJson, type CsvValue } from '../../kernel/csv/csv-cell';
import { csvHeader, csvRows } from './csv-rows';

/** The columns of an export, in their order; `data` is JSON. */
const COLUMNS: Readonly<Record<string, (entry: AuditEntry) => CsvValue>> = {
  id: ({ id }) => id,
  position: ({ position }) => position,
  stream: ({ stream }) => stream,
  type: ({ type }) => type,
  time: ({ time }) => time,
  outcome: ({ outcome }) => outcome,
  code: ({ code }) => code,
  actorKind: ({ actor }) => actor.kind,
  actorUserId: ({ actor }) => actor.userId,
  actorEmail: ({ actor }) => actor.email,
  actorName: ({ actor }) => actor.name,
  ip: ({ ip }) => ip,
  userAgent: ({ userAgent }) => userAgent,
  organizationId: ({ organizationId }) => organizationId,
  organizationName: ({ organizationName }) => organizationName,
  identityGroupId: ({ identityGroupId }) => identityGroupId,
  identityGroupName: ({ identityGroupName }) => identityGroupName,
  identityId: ({ identityId }) => identityId,
  identityName: ({ identityName }) => identityName,
  sessionId: ({ sessionId }) => sessionId,
  hostId: ({ hostId }) => hostId,
  hostName: ({ hostName }) => hostName,
  principalName: ({ principalName }) => principalName,
  userEmail: ({ userEmail }) => userEmail,
  reason: ({ reason }) => reason,
  durationMinutes: ({ durationMinutes }) => durationMinutes,
  breakGlass: ({ breakGlass }) => breakGlass,
  correlationId: ({ correlationId }) => correlationId,
  causationId: ({ causationId }) => causationId,
  data: ({ data }) => csvJson(data),
};

export const auditCsvHeader = (forExcel: boolean): string => csvHeader(Object.keys(COLUMNS), forExcel);

export const csvLines = (entries: readonly AuditEntry[], forExcel = false): string =>
  csvRows(
    entries.map((entry) => Object.values(COLUMNS).map((column) => column(entry))),
    forExcel,
  );
