import { given } from '../../../test/support/given-when-then';
import { grow } from '../../kernel/fold';
import { queueDelivery, replayDelivery, tellAttempt, type AttemptResult } from './decide';
import type { DeliveryEvent } from './events';
import { notificationTarget, type TargetState } from './state';

const at = (seconds: number): string => new Date(Date.UTC(2026, 2, 1) + seconds * 1000).toISOString();
const HOUR = 3600;
const about = { deliveryId: 't.1', targetId: 't' };
const asked = (notificationId: string, when = 0, kind: 'break-glass' | 'seal-broken' = 'break-glass') => ({
  ...about,
  via: 'webhook' as const,
  channelId: 't',
  kind,
  notificationId,
  queuedAt: at(when),
});
const queued: DeliveryEvent = { type: 'keyledger.notification-delivery-queued.v1', data: asked('a') };
const joined = (notificationId: string, when = 1): DeliveryEvent => ({
  type: 'keyledger.notification-delivery-joined.v1',
  data: { ...about, notificationId, joinedAt: at(when) },
});
const attempted = (data: object): DeliveryEvent =>
  ({ type: 'keyledger.notification-delivery-attempted.v1', data: { ...about, ...data } }) as DeliveryEvent;
const failed = (attempt: number, when: number) =>
  attempted({ attempt, outcome: 'failed', sent: 1, attemptedAt: at(when), nextAttemptAt: at(when + 5) });
const delivered = (sent: number) => attempted({ attempt: 1, outcome: 'delivered', sent, attemptedAt: at(2) });

const queue = (id: string, when?: number, kind?: 'seal-broken') => (state: TargetState) =>
  queueDelivery(state, { ...asked(id, when, kind), deliveryId: 't.2' });
const tell = (result: AttemptResult, when: number) => (state: TargetState) =>
  tellAttempt(state, 't.1', result, at(when));
const FAILED = { delivered: false, sent: 1, code: 'ECONNREFUSED' };

type Row = [string, DeliveryEvent[], (state: TargetState) => ReturnType<typeof replayDelivery>, object[] | string];
const ROWS: Row[] = [
  ['the first of its kind', [], queue('a'), [{ ...queued, data: { deliveryId: 't.2' } }]],
  ['another of its kind goes with it', [queued], queue('b', 1), [joined('b')]],
  [
    'one of another kind goes alone',
    [queued],
    queue('b', 1, 'seal-broken'),
    [{ ...queued, data: { deliveryId: 't.2' } }],
  ],
  [
    'after it was delivered another one is begun',
    [queued, delivered(1)],
    queue('b'),
    [{ ...queued, data: { deliveryId: 't.2' } }],
  ],
  ['the same twice', [queued], queue('a'), 'nothing'],
  ['the same after it was delivered', [queued, delivered(1)], queue('a'), 'nothing'],
  [
    'delivered',
    [queued],
    tell({ delivered: true, sent: 1, status: 200 }, 2),
    [attempted({ outcome: 'delivered', status: 200 })],
  ],
  [
    'delivered while another one joined: the rest is due at once',
    [queued, joined('b')],
    tell({ delivered: true, sent: 1 }, 2),
    [attempted({ outcome: 'delivered', nextAttemptAt: at(2) })],
  ],
  [
    'not taken',
    [queued],
    tell(FAILED, 2),
    [attempted({ attempt: 1, outcome: 'failed', code: 'ECONNREFUSED', nextAttemptAt: at(7) })],
  ],
  ['pauses grow', [queued, failed(1, 2)], tell(FAILED, 7), [attempted({ attempt: 2, nextAttemptAt: at(37) })]],
  [
    'up to two hours',
    [queued, failed(20, 9 * HOUR)],
    tell(FAILED, 10 * HOUR),
    [attempted({ nextAttemptAt: at(12 * HOUR) })],
  ],
  [
    'after a day it is given up',
    [queued, failed(20, 20 * HOUR)],
    tell(FAILED, 23 * HOUR),
    [attempted({ outcome: 'abandoned' })],
  ],
  [
    'a newer one has its day too',
    [queued, failed(20, 20 * HOUR), joined('b', 20 * HOUR)],
    tell(FAILED, 23 * HOUR),
    [attempted({ outcome: 'failed' })],
  ],
  ['no use to try again', [queued], tell({ ...FAILED, final: true }, 2), [attempted({ outcome: 'abandoned' })]],
  ['told twice', [queued, delivered(1)], tell({ delivered: true, sent: 1 }, 2), 'nothing'],
  [
    'sent once more',
    [queued, delivered(1)],
    (state) => replayDelivery(state, 't.1', 'ann', at(9)),
    [{ type: 'keyledger.notification-delivery-replayed.v1', data: { replayedBy: 'ann' } }],
  ],
  ['none there', [], (state) => replayDelivery(state, 't.1', 'ann', at(9)), 'NOT_FOUND'],
];

test.each(ROWS)('%s', (_, facts, decide, then) => {
  given(notificationTarget, facts)
    .when(decide)
    .then(then as never);
});

test('a replay sends all there was, and gives it another day', () => {
  const replayed: DeliveryEvent = {
    type: 'keyledger.notification-delivery-replayed.v1',
    data: { ...about, replayedBy: 'ann', replayedAt: at(30 * HOUR) },
  };
  const { outcome } = given(notificationTarget, [queued, joined('b'), delivered(2), replayed]).when(
    tell({ ...FAILED, sent: 2 }, 31 * HOUR),
  );
  expect(outcome).toMatchObject([{ data: { attempt: 1, outcome: 'failed' } }]);
});

test('of what is done the last are kept, and all that waits', () => {
  const waiting: DeliveryEvent = {
    type: 'keyledger.notification-delivery-queued.v1',
    data: { ...asked('w'), deliveryId: 't.w' },
  };
  const many = Array.from({ length: 300 }, (_, n): DeliveryEvent[] => [
    { type: 'keyledger.notification-delivery-queued.v1', data: { ...asked(`n${n}`), deliveryId: `t.${n}` } },
    attempted({ deliveryId: `t.${n}`, attempt: 1, outcome: 'delivered', sent: 1, attemptedAt: at(2) }),
  ]).flat();
  const state = grow(notificationTarget, notificationTarget.initial, [...many, waiting]);
  expect(Object.keys(state.deliveries)).toHaveLength(201);
  expect(replayDelivery(state, 't.99', 'ann', at(1))).toMatchObject({ code: 'NOT_FOUND' });
  expect(replayDelivery(state, 't.w', 'ann', at(1))).toHaveLength(1);
});
