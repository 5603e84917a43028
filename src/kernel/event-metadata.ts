import type { Actor } from './actor';

/** What every event carries beside its data, so that the audit trail is a projection and not a discipline. */
export interface EventMetadata {
  readonly actor: Actor;
  /** When it was decided, RFC 3339 UTC with milliseconds. Never earlier than the stream's previous event. */
  readonly time: string;
  /** One for everything that follows from one request or one run of a policy. */
  readonly correlationId: string;
  /** The event or request that led to this one. */
  readonly causationId?: string;
  readonly ip?: string;
  readonly userAgent?: string;
}
