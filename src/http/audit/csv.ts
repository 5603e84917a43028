import type { AuditEntry } from '../../queries/audit/audit-entry';

const END = '\r\n';

type Cell = string | number | boolean | undefined;

/** The columns of an export, in their order; `data` is JSON. */
const COLUMNS: Readonly<Record<string, (entry: AuditEntry) => Cell>> = {
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
  identityGroupId: ({ identityGroupId }) => identityGroupId,
  identityId: ({ identityId }) => identityId,
  sessionId: ({ sessionId }) => sessionId,
  hostId: ({ hostId }) => hostId,
  reason: ({ reason }) => reason,
  durationMinutes: ({ durationMinutes }) => durationMinutes,
  breakGlass: ({ breakGlass }) => breakGlass,
  correlationId: ({ correlationId }) => correlationId,
  causationId: ({ causationId }) => causationId,
  data: ({ data }) => JSON.stringify(data),
};

/**
 * A cell as RFC 4180 writes it. Spreadsheets take what begins with one of these signs for a formula: an apostrophe before
 * it makes it text (OWASP, CSV Injection).
 */
export const csvCell = (value: Cell): string => {
  const text = value === undefined ? '' : String(value);
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

export const CSV_HEADER = `${Object.keys(COLUMNS).join(',')}${END}`;

export const csvLine = (entry: AuditEntry): string =>
  `${Object.values(COLUMNS)
    .map((column) => csvCell(column(entry)))
    .join(',')}${END}`;
