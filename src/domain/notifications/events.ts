import type { DomainEvent } from '../../kernel/event';

export type Severity = 'info' | 'warning' | 'critical';

/** What people are told of. A channel chooses among them. */
export type NoticeKind =
  | 'break-glass'
  | 'support-access-changed'
  | 'support-access-expiring'
  | 'rotation-failed'
  | 'rotation-suspended'
  | 'rotation-waiting'
  | 'host-offline'
  | 'approval-asked'
  | 'approval-decided'
  | 'review-open'
  | 'agent-replaced'
  | 'seal-broken'
  | 'value-missing'
  | 'stream-damaged'
  | 'log-went-back'
  | 'evidence-stopped'
  | 'account-shared'
  | 'policy-event-parked'
  | 'approval-policy-weakened'
  | 'owner-recovered'
  | 'unusual-disclosures'
  | 'backup-failed'
  | 'sink-failed';

/** What a notification says, and of what: never a secret, no free text but the reason. */
export interface Notice {
  readonly kind: NoticeKind;
  readonly severity: Severity;
  readonly title: string;
  readonly organizationId?: string;
  readonly identityGroupId?: string;
  readonly identityId?: string;
  readonly sessionId?: string;
  readonly hostId?: string;
  /** Whom it is about. */
  readonly userId?: string;
  readonly reason?: string;
  /** Of broken glass: the newest signed checkpoint of the log, so that whoever is told holds what proves it later. */
  readonly checkpoint?: string;
  /** Of broken glass: there was no checkpoint to be told. */
  readonly withoutCheckpoint?: true;
}

/** Something happened that people are to know: the admins and owners of that moment, and those whom it concerns. */
export type NotificationRaised = DomainEvent<
  'keyledger.notification-raised.v1',
  Notice & {
    notificationId: string;
    /** Wire name of the fact it follows from; which one, the metadata tells. */
    cause: string;
    /** User ids of the admins and owners there were. */
    recipients: readonly string[];
    /** User ids of others whom it concerns. */
    concerned: readonly string[];
    raisedAt: string;
  }
>;
/** Somebody has read it. */
export type NotificationRead = DomainEvent<
  'keyledger.notification-read.v1',
  { notificationId: string; userId: string; readAt: string }
>;

export type NotificationEvent = NotificationRaised | NotificationRead;
