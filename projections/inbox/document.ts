import type { NoticeKind, Severity } from '../../src/domain/notifications/events';
import type { ModelSchema } from '../../src/kernel/read-model';

/** A notification in the inbox of one user. */
export interface InboxDocument {
  /** `<user id>:<notification id>` */
  readonly id: string;
  readonly notificationId: string;
  readonly userId: string;
  /** Position at which it was raised: inboxes are read in the order of the log. */
  readonly at: string;
  /** Organization, or the account: the reader's rights are judged by it. */
  readonly place: string;
  /** It concerns the reader, who may or may not look after the account. */
  readonly concerned: boolean;
  readonly unread: boolean;
  readonly readAt?: string;
  readonly kind: NoticeKind;
  readonly severity: Severity;
  readonly title: string;
  readonly time: string;
  readonly organizationId?: string;
  readonly identityGroupId?: string;
  readonly identityId?: string;
  readonly sessionId?: string;
  readonly hostId?: string;
  /** Whom it is about. */
  readonly about?: string;
  readonly reason?: string;
}

export const INBOX: ModelSchema = {
  name: 'inbox',
  version: 2,
  fields: { userId: 'text', at: 'text', place: 'text', concerned: 'boolean', unread: 'boolean', severity: 'text' },
  indexes: [
    ['userId', 'at'],
    ['userId', 'unread', 'at'],
  ],
};
