import { entryOf } from '../../kernel/entry-of';
import type { Fold } from '../../kernel/fold';
import type { NoticeKind } from '../notifications/events';
import type { DeliveryEvent } from './events';

/** Of those that are done so many can be sent once more. */
const KEPT = 200;

export interface KeptDelivery {
  readonly deliveryId: string;
  readonly targetId: string;
  readonly organizationId?: string;
  readonly via: 'webhook' | 'mail';
  readonly channelId?: string;
  readonly userId?: string;
  readonly kind: NoticeKind;
  readonly status: 'pending' | 'delivered' | 'abandoned';
  /** Notifications that are still to be sent, oldest first. */
  readonly waiting: readonly string[];
  readonly sent: readonly string[];
  /** Since it was queued or replayed. */
  readonly attempts: number;
  /** When the newest came: from then on a day is given to it. */
  readonly lastAt: string;
  readonly nextAttemptAt: string;
}

export interface TargetState {
  /** By id: all that are pending, and the last that are done. */
  readonly deliveries: Readonly<Record<string, KeptDelivery>>;
}

const put = ({ deliveries }: TargetState, kept: KeptDelivery): TargetState => {
  const { [kept.deliveryId]: _, ...rest } = deliveries;
  const all = [...Object.values(rest), kept];
  const done = all.filter(({ status }) => status !== 'pending');
  const forgotten = new Set(done.slice(0, Math.max(0, done.length - KEPT)));
  return {
    deliveries: Object.fromEntries(all.filter((each) => !forgotten.has(each)).map((each) => [each.deliveryId, each])),
  };
};

const change = (state: TargetState, id: string, to: (kept: KeptDelivery) => Partial<KeptDelivery>): TargetState => {
  const kept = entryOf(state.deliveries, id);
  return kept === undefined ? state : put(state, { ...kept, ...to(kept) });
};

export const notificationTarget: Fold<TargetState, DeliveryEvent> = {
  category: 'notificationTarget',
  initial: { deliveries: {} },
  evolve: {
    'keyledger.notification-delivery-queued.v1': (state, { notificationId, queuedAt, ...delivery }) =>
      put(state, {
        ...delivery,
        status: 'pending',
        waiting: [notificationId],
        sent: [],
        attempts: 0,
        lastAt: queuedAt,
        nextAttemptAt: queuedAt,
      }),
    'keyledger.notification-delivery-joined.v1': (state, { deliveryId, notificationId, joinedAt }) =>
      change(state, deliveryId, ({ waiting }) => ({ waiting: [...waiting, notificationId], lastAt: joinedAt })),
    'keyledger.notification-delivery-attempted.v1': (state, { deliveryId, outcome, sent, attempt, nextAttemptAt }) =>
      change(state, deliveryId, (kept) =>
        outcome === 'delivered'
          ? {
              waiting: kept.waiting.slice(sent),
              sent: [...kept.sent, ...kept.waiting.slice(0, sent)],
              attempts: 0,
              status: nextAttemptAt === undefined ? 'delivered' : 'pending',
              ...(nextAttemptAt === undefined ? {} : { nextAttemptAt }),
            }
          : {
              attempts: attempt,
              status: outcome === 'abandoned' ? 'abandoned' : 'pending',
              ...(nextAttemptAt === undefined ? {} : { nextAttemptAt }),
            },
      ),
    'keyledger.notification-delivery-replayed.v1': (state, { deliveryId, replayedAt }) =>
      change(state, deliveryId, ({ sent, waiting }) => ({
        waiting: [...sent, ...waiting],
        sent: [],
        attempts: 0,
        status: 'pending',
        lastAt: replayedAt,
        nextAttemptAt: replayedAt,
      })),
  },
};
