/** What is asked of the audit. Absent: whatever it is. */
export interface AuditFilter {
  readonly organizationId?: string;
  readonly identityGroupId?: string;
  readonly identityId?: string;
  readonly sessionId?: string;
  readonly hostId?: string;
  /** Id or e-mail of a user, or the name of a policy or an agent. */
  readonly actor?: string;
  /** Wire names: one of them. */
  readonly type?: readonly string[];
  readonly outcome?: 'success' | 'refused';
  readonly correlationId?: string;
  readonly causationId?: string;
  /** RFC 3339 UTC with milliseconds, inclusive. */
  readonly from?: string;
  /** Exclusive. */
  readonly to?: string;
}

export type AuditOrder = 'asc' | 'desc';
