import { entryOf } from '../../kernel/entry-of';
import { refuse, type Refusal } from '../../kernel/refusal';
import { plusSeconds } from '../../kernel/time';
import type { DeliveryEvent, DeliveryQueued } from './events';
import type { KeptDelivery, TargetState } from './state';

/** Pauses after a failure, s: growing up to two hours. */
const PAUSES_S = [5, 30, 120, 300, 900, 1800, 3600, 7200];
/** So long it is tried, from when the newest of its notifications came. */
const TRIED_S = 24 * 60 * 60;
/** Beyond so many in one message another one is begun. */
const MOST_IN_ONE = 1000;

const subject = ({ deliveryId, targetId, organizationId }: KeptDelivery) => ({
  deliveryId,
  targetId,
  ...(organizationId === undefined ? {} : { organizationId }),
});

/** Sends a notification on its way, with others of its kind that wait already: after hours they come as one. Once each. */
export const queueDelivery = (state: TargetState, asked: DeliveryQueued['data']): readonly DeliveryEvent[] => {
  const all = Object.values(state.deliveries);
  if (all.some(({ waiting, sent }) => waiting.includes(asked.notificationId) || sent.includes(asked.notificationId))) {
    return [];
  }
  const mate = all.find(
    ({ status, kind, waiting }) => status === 'pending' && kind === asked.kind && waiting.length < MOST_IN_ONE,
  );
  return mate === undefined
    ? [{ type: 'keyledger.notification-delivery-queued.v1', data: asked }]
    : [
        {
          type: 'keyledger.notification-delivery-joined.v1',
          data: { ...subject(mate), notificationId: asked.notificationId, joinedAt: asked.queuedAt },
        },
      ];
};

/** What came of a message. `final`: no use to try again. */
export interface AttemptResult {
  readonly delivered: boolean;
  readonly sent: number;
  readonly code?: string;
  readonly status?: number;
  readonly final?: true;
}

/** Tells what came of an attempt, and when the next one is: at once for what joined meanwhile, after a pause for what was not taken. */
export const tellAttempt = (
  state: TargetState,
  deliveryId: string,
  { delivered, sent, code, status, final }: AttemptResult,
  now: string,
): readonly DeliveryEvent[] => {
  const kept = entryOf(state.deliveries, deliveryId);
  if (kept === undefined || kept.status !== 'pending') {
    return [];
  }
  const attempt = kept.attempts + 1;
  const why = { ...(code === undefined ? {} : { code }), ...(status === undefined ? {} : { status }) };
  const data = { ...subject(kept), attempt, sent, ...why, attemptedAt: now };
  const type = 'keyledger.notification-delivery-attempted.v1';
  if (delivered) {
    const rest = kept.waiting.length > sent ? { nextAttemptAt: now } : {};
    return [{ type, data: { ...data, outcome: 'delivered', ...rest } }];
  }
  const pause = PAUSES_S[Math.min(attempt, PAUSES_S.length) - 1] ?? 0;
  const nextAttemptAt = plusSeconds(now, pause);
  const isOver = final === true || nextAttemptAt > plusSeconds(kept.lastAt, TRIED_S);
  return [
    isOver
      ? { type, data: { ...data, outcome: 'abandoned' } }
      : { type, data: { ...data, outcome: 'failed', nextAttemptAt } },
  ];
};

/** Sends once more what was sent, or what was given up; what waits is sent at once. */
export const replayDelivery = (
  state: TargetState,
  deliveryId: string,
  by: string,
  now: string,
): readonly DeliveryEvent[] | Refusal => {
  const kept = entryOf(state.deliveries, deliveryId);
  return kept === undefined
    ? refuse('NOT_FOUND', 'There is no such delivery any more.')
    : [
        {
          type: 'keyledger.notification-delivery-replayed.v1',
          data: { ...subject(kept), replayedBy: by, replayedAt: now },
        },
      ];
};
