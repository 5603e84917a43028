import type { Incident, IncidentNotice } from '../../queries/reports/incident';
import type { CsvValue } from '../../kernel/csv/csv-cell';
import { csvHeader, csvRows } from '../audit/csv-rows';

/** Several in one cell, each readable by itself. */
const listed = (parts: readonly string[]): string => parts.join(', ');

const toldInWords = ({ via, userEmail, userId, channelId, status, time }: IncidentNotice): string =>
  [via, userEmail ?? userId ?? channelId ?? '', time ?? status].join(' ');

/** The columns of the report, in their order. */
const COLUMNS: Readonly<Record<string, (incident: Incident) => CsvValue>> = {
  missing: ({ missing }) => listed(missing),
  sessionId: ({ sessionId }) => sessionId,
  checkedOutAt: ({ checkedOutAt }) => checkedOutAt,
  userId: ({ userId }) => userId,
  userEmail: ({ userEmail }) => userEmail,
  reason: ({ reason }) => reason,
  withoutApproval: ({ withoutApproval }) => withoutApproval,
  ip: ({ ip }) => ip,
  userAgent: ({ userAgent }) => userAgent,
  organizationId: ({ organizationId }) => organizationId,
  organizationName: ({ organizationName }) => organizationName,
  identityGroupId: ({ identityGroupId }) => identityGroupId,
  identityGroupName: ({ identityGroupName }) => identityGroupName,
  identityId: ({ identityId }) => identityId,
  identityName: ({ identityName }) => identityName,
  durationMinutes: ({ durationMinutes }) => durationMinutes,
  expiresAt: ({ expiresAt }) => expiresAt,
  endedAt: ({ endedAt }) => endedAt,
  endedBy: ({ endedBy }) => endedBy,
  heldSeconds: ({ heldSeconds }) => heldSeconds,
  overlapped: ({ overlapped }) =>
    listed(overlapped.map(({ userEmail, sessionId, endedAt = 'open' }) => `${userEmail} ${sessionId} ${endedAt}`)),
  notified: ({ notified }) => listed(notified.map(toldInWords)),
  rotatedAt: ({ rotatedAt }) => rotatedAt,
  reviewedAt: ({ review }) => review.time,
  reviewedBy: ({ review }) => review.userEmail,
  reviewNote: ({ review }) => review.note,
  reminders: ({ reminders }) => reminders,
};

/** The report as bytes, a page at a time: the reader's pace is the pace. */
export async function* incidentCsv(
  pages: AsyncIterable<readonly Incident[]>,
  forExcel: boolean,
): AsyncGenerator<Buffer> {
  yield Buffer.from(csvHeader(Object.keys(COLUMNS), forExcel));
  for await (const incidents of pages) {
    const rows = incidents.map((incident) => Object.values(COLUMNS).map((column) => column(incident)));
    yield Buffer.from(csvRows(rows, forExcel));
  }
}
