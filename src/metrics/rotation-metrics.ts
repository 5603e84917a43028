import { LRUCache } from 'lru-cache';
import { Counter, Histogram, type Registry } from 'prom-client';
import type {
  RotationConfirmed,
  RotationFailed,
  RotationRequested,
  RotationRetried,
} from '../domain/identities/events';
import type { RecordedEvent } from '../kernel/recorded-event';
import { markAtPosition } from '../kernel/subscription/mark';
import type { Subscription } from '../kernel/subscription/subscription';
import type { Subscriptions } from '../kernel/subscription/subscriptions';
import { OUTCOME_LABELS, outcomeLabel } from './outcome-label';

/** More than can be on their way at once; beyond it the oldest is not timed. */
const MOST_TIMED = 10_000;

type Fact = RotationRequested | RotationRetried | RotationConfirmed | RotationFailed;

const TYPES: readonly Fact['type'][] = [
  'keyledger.rotation-requested.v1',
  'keyledger.rotation-retried.v1',
  'keyledger.rotation-confirmed.v1',
  'keyledger.rotation-failed.v1',
];

/** Counts how rotations end, and how long those took that began while this process was there to see it. */
export class RotationMetrics {
  private readonly began = new LRUCache<string, number>({ max: MOST_TIMED });
  private readonly ended: Counter;
  private readonly durations: Histogram;
  private readonly subscription: Subscription;

  constructor(
    registry: Registry,
    private readonly subscriptions: Subscriptions,
    onError: (error: unknown) => void,
  ) {
    this.subscription = subscriptions.of({
      name: 'rotation metrics',
      types: TYPES,
      take: ({ events }) => events.forEach((event) => this.count(event)),
      onError,
    });
    const registers = [registry];
    this.ended = new Counter({
      name: 'keyledger_rotations_total',
      help: 'Rotations that ended, by how: confirmed, or the code of the failure, `other` where an agent says one that nobody knows.',
      labelNames: ['outcome'],
      registers,
    });
    ['confirmed', ...OUTCOME_LABELS].forEach((outcome) => this.ended.inc({ outcome }, 0));
    this.durations = new Histogram({
      name: 'keyledger_rotation_duration_seconds',
      help: 'From the request of a rotation to its confirmation.',
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 3600, 86_400],
      registers,
    });
  }

  /** From the log's present on, until {@link RotationMetrics.stop}. */
  async watch(): Promise<void> {
    this.subscription.start(markAtPosition(await this.subscriptions.head()));
  }

  stop(): Promise<void> {
    return this.subscription.stop();
  }

  private count({ metadata, ...event }: RecordedEvent): void {
    const { type, data } = event as unknown as Fact;
    const { rotationId } = data;
    const at = Date.parse(metadata.time);
    if (type === 'keyledger.rotation-requested.v1' || type === 'keyledger.rotation-retried.v1') {
      this.began.set(rotationId, at);
      return;
    }
    const began = this.began.get(rotationId);
    this.began.delete(rotationId);
    this.ended.inc({ outcome: 'code' in data ? outcomeLabel(data.code) : 'confirmed' });
    if (type === 'keyledger.rotation-confirmed.v1' && began !== undefined) {
      this.durations.observe((at - began) / 1000);
    }
  }
}
