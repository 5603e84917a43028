import { withEntry, withItem, withoutEntry } from '../../kernel/draft';
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
  /** Ids of those that are done, the one changed longest ago first. */
  readonly done: readonly string[];
}

const put = ({ deliveries, done }: TargetState, kept: KeptDelivery): TargetState => {
  const { deliveryId } = kept;
  const others = done.filter((each) => each !== deliveryId);
  const all = kept.status === 'pending' ? others : [...others, deliveryId];
  const left = all.slice(-KEPT);
  const forgotten = all.slice(0, all.length - left.length);
  return {
    deliveries: forgotten.reduce(withoutEntry, withEntry(withoutEntry(deliveries, deliveryId), deliveryId, kept)),
    done: left,
  };
};

const change = (state: TargetState, id: string, to: (kept: KeptDelivery) => Partial<KeptDelivery>): TargetState => {
  const kept = entryOf(state.deliveries, id);
  return kept === undefined ? state : put(state, { ...kept, ...to(kept) });
};

export const notificationTarget: Fold<TargetState, DeliveryEvent> = {
  category: 'notificationTarget',
  initial: { deliveries: {}, done: [] },
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
      change(state, deliveryId, ({ waiting }) => ({
        waiting: withItem(waiting, notificationId),
        lastAt: joinedAt,
      })),
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
