import type { DomainEvent } from '../../kernel/event';

/** The filters of a look into the audit, as they were asked; absent: whatever it is. */
export interface AuditQuestion {
  readonly identityGroupId?: string;
  readonly identityId?: string;
  readonly sessionId?: string;
  readonly hostId?: string;
  readonly actor?: string;
  /** One wire name that was asked for; several stand in `types`. */
  readonly type?: string;
  readonly types?: readonly string[];
  readonly outcome?: string;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly from?: string;
  readonly to?: string;
  readonly order: string;
}

/** Streams `auditRead-<organizationId>` and `auditRead-account`; absent organization: the whole account was looked at. */
interface Place {
  readonly organizationId?: string;
}

/** Somebody was about to be shown a page of the audit. */
export type AuditRead = DomainEvent<'keyledger.audit-read.v1', Place & { filter: AuditQuestion }>;
/** Somebody was about to be handed an export of the audit. */
export type AuditExported = DomainEvent<
  'keyledger.audit-exported.v1',
  Place & { filter: AuditQuestion; format: string }
>;
/** Somebody was about to be shown a stream's facts as stored, from a revision on. */
export type StreamReplayed = DomainEvent<
  'keyledger.stream-replayed.v1',
  Place & { stream: string; fromRevision: number }
>;

/**
 * Somebody was about to be shown a report, of this span of time. `from` inclusive, `to` exclusive; absent: without end. `asOf`: by
 * what was known then; `days`, `hours`: what else it was asked with.
 */
export type ReportRead = DomainEvent<
  'keyledger.report-read.v1',
  Place & {
    report: string;
    format: 'json' | 'csv';
    from?: string;
    to?: string;
    asOf?: string;
    days?: number;
    hours?: number;
  }
>;

/** Somebody was about to be handed facts as leaves of the log's tree, or in a bundle: so many, from the first one's place on. */
export type EvidenceRead = DomainEvent<
  'keyledger.evidence-read.v1',
  Place & { first: number; count: number; bundleId?: string }
>;

export type AuditReadEvent = AuditRead | AuditExported | StreamReplayed | ReportRead | EvidenceRead;
