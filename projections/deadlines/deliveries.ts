import type {
  DeliveryAttempted,
  DeliveryQueued,
  DeliveryReplayed,
} from '../../src/domain/notification-deliveries/events';
import { following } from '../../src/kernel/projector';
import type { DeadlineDocument } from './document';

type Fact = DeliveryQueued | DeliveryAttempted | DeliveryReplayed;

const dueAt = (id: string, { deliveryId, organizationId = '' }: Fact['data'], at: string): DeadlineDocument => ({
  id,
  kind: 'delivery',
  dueAt: at,
  organizationId,
  deliveryId,
});

/** A message is to be sent, or to be tried again. */
export const deliveryDeadlines = following<DeadlineDocument, Fact>(({ data }) => [`delivery:${data.deliveryId}`], {
  'keyledger.notification-delivery-queued.v1': (_, { data }, id) => dueAt(id, data, data.queuedAt),
  'keyledger.notification-delivery-replayed.v1': (_, { data }, id) => dueAt(id, data, data.replayedAt),
  'keyledger.notification-delivery-attempted.v1': (_, { data }, id) =>
    data.nextAttemptAt === undefined ? undefined : dueAt(id, data, data.nextAttemptAt),
});
