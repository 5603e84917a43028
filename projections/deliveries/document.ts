import type { NoticeKind } from '../../src/domain/notifications/events';
import type { ModelSchema } from '../../src/kernel/read-model';

/** One try to send a message. */
export interface AttemptDocument {
  readonly time: string;
  readonly outcome: 'delivered' | 'failed' | 'abandoned';
  readonly code?: string;
  /** Of an HTTP answer. */
  readonly status?: number;
}

/** A message on its way to one receiver, and what came of it so far. */
export interface DeliveryDocument {
  readonly id: string;
  /** Position at which it was queued: newest first. */
  readonly at: string;
  readonly organizationId?: string;
  readonly via: 'webhook' | 'mail';
  readonly channelId?: string;
  readonly userId?: string;
  readonly kind: NoticeKind;
  readonly status: 'pending' | 'delivered' | 'abandoned';
  /** The first of those in it. */
  readonly notificationIds: readonly string[];
  readonly count: number;
  readonly queuedAt: string;
  readonly nextAttemptAt?: string;
  /** The last of them, oldest first. */
  readonly attempts: readonly AttemptDocument[];
}

export const DELIVERIES: ModelSchema = {
  name: 'deliveries',
  version: 2,
  fields: { at: 'text', organizationId: 'text', status: 'text', channelId: 'text' },
  indexes: [['at'], ['organizationId', 'at'], ['status', 'at'], ['channelId', 'at']],
};
