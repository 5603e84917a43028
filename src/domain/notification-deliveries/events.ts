import type { DomainEvent } from '../../kernel/event';
import type { NoticeKind } from '../notifications/events';

/** A message on its way to one receiver. `targetId`: a channel, or a person's mail. `organizationId`: whose channel it is. */
interface Delivery {
  readonly deliveryId: string;
  readonly targetId: string;
  readonly organizationId?: string;
}

/** A notification is to be sent to a receiver. */
export type DeliveryQueued = DomainEvent<
  'keyledger.notification-delivery-queued.v1',
  Delivery & {
    via: 'webhook' | 'mail';
    channelId?: string;
    /** Whose mail it is. */
    userId?: string;
    kind: NoticeKind;
    notificationId: string;
    queuedAt: string;
  }
>;
/** Another one of its kind goes with a message that was not sent yet. */
export type DeliveryJoined = DomainEvent<
  'keyledger.notification-delivery-joined.v1',
  Delivery & { notificationId: string; joinedAt: string }
>;
/** It was sent, was not taken, or is given up; `sent`: how many notifications were in it. */
export type DeliveryAttempted = DomainEvent<
  'keyledger.notification-delivery-attempted.v1',
  Delivery & {
    attempt: number;
    outcome: 'delivered' | 'failed' | 'abandoned';
    sent: number;
    code?: string;
    status?: number;
    attemptedAt: string;
    nextAttemptAt?: string;
  }
>;
/** Somebody has it sent once more. */
export type DeliveryReplayed = DomainEvent<
  'keyledger.notification-delivery-replayed.v1',
  Delivery & { replayedBy: string; replayedAt: string }
>;

export type DeliveryEvent = DeliveryQueued | DeliveryJoined | DeliveryAttempted | DeliveryReplayed;
