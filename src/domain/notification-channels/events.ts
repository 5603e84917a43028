import type { DomainEvent } from '../../kernel/event';
import type { NoticeKind } from '../notifications/events';

/** Where notifications go besides inboxes. A webhook's address and secret lie sealed outside the log, under this number. */
export interface Channel {
  readonly channelId: string;
  readonly kind: 'webhook' | 'mail';
  /** Where a webhook leads: of its address all that may be known. Absent: the channel is of an earlier release. */
  readonly origin?: string;
  /** The whole address, which earlier releases told. */
  readonly url?: string;
  readonly to?: string;
  /** Absent: all. */
  readonly kinds?: readonly NoticeKind[];
  readonly secretVersion?: number;
}

/** The channels of an organization, or of the account, as they are from now on. */
export type NotificationChannelsSet = DomainEvent<
  'keyledger.notification-channels-set.v1',
  { organizationId?: string; channels: readonly Channel[]; setBy: string; setAt: string }
>;
