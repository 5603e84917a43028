import type { DeliveryAttempted, DeliveryEvent, DeliveryQueued } from '../../src/domain/notification-deliveries/events';
import { following, type Projector, type Recorded } from '../../src/kernel/projector';
import { DELIVERIES, type AttemptDocument, type DeliveryDocument } from './document';

const MOST_NAMED = 50;
const MOST_ATTEMPTS = 50;

const queued = ({ data, position: at }: Recorded<DeliveryQueued>): DeliveryDocument => {
  const { deliveryId: id, targetId: _, notificationId, queuedAt, ...of } = data;
  return {
    id,
    at,
    ...of,
    status: 'pending',
    notificationIds: [notificationId],
    count: 1,
    queuedAt,
    nextAttemptAt: queuedAt,
    attempts: [],
  };
};

const joined = (document: DeliveryDocument, notificationId: string): DeliveryDocument => ({
  ...document,
  count: document.count + 1,
  notificationIds: [...document.notificationIds, notificationId].slice(0, MOST_NAMED),
});

const attempted = (document: DeliveryDocument, { data }: Recorded<DeliveryAttempted>): DeliveryDocument => {
  const { nextAttemptAt: _, ...before } = document;
  const { attemptedAt: time, outcome, code, status, nextAttemptAt } = data;
  const why = { ...(code === undefined ? {} : { code }), ...(status === undefined ? {} : { status }) };
  const attempt: AttemptDocument = { time, outcome, ...why };
  return {
    ...before,
    status: nextAttemptAt === undefined ? (outcome === 'delivered' ? 'delivered' : 'abandoned') : 'pending',
    ...(nextAttemptAt === undefined ? {} : { nextAttemptAt }),
    attempts: [...document.attempts, attempt].slice(-MOST_ATTEMPTS),
  };
};

export const deliveries: Projector<DeliveryDocument> = {
  schema: DELIVERIES,
  ...following<DeliveryDocument, DeliveryEvent>(({ data }) => [data.deliveryId], {
    'keyledger.notification-delivery-queued.v1': (_, fact) => queued(fact),
    'keyledger.notification-delivery-joined.v1': (document, { data }) =>
      document && joined(document, data.notificationId),
    'keyledger.notification-delivery-attempted.v1': (document, fact) => document && attempted(document, fact),
    'keyledger.notification-delivery-replayed.v1': (document, { data }) =>
      document && { ...document, status: 'pending', nextAttemptAt: data.replayedAt },
  }),
};
