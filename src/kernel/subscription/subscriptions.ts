import type { EventStore } from '../event-store';
import type { Position } from '../position';
import { lagBetween } from '../position-lag';
import type { Subscriber } from './subscriber';
import { Subscription, type Followed } from './subscription';
import type { SubscriptionReport } from './subscription-report';

/** What a node that follows the log has of it. */
export interface FollowedLog extends Followed {
  readonly store: EventStore;
}

/** Everybody of this process who follows the log, under one set of rules. */
export class Subscriptions {
  private readonly running = new Set<Subscription>();

  constructor(private readonly log: FollowedLog) {}

  get store(): EventStore {
    return this.log.store;
  }

  /** A subscription that was not started yet; it is reported from its start to its end. */
  of(subscriber: Subscriber): Subscription {
    return new Subscription(subscriber, this.log, this.running);
  }

  /** How each of them stands. Throws what the store's reads throw. */
  async reports(): Promise<readonly SubscriptionReport[]> {
    const head = await this.store.head();
    return Promise.all([...this.running].map((each) => this.report(each, head)));
  }

  /** Those that fail again and again and get no further; asks no store. */
  standingStill(): readonly Subscription[] {
    return [...this.running].filter(({ standsStill }) => standsStill !== undefined);
  }

  private async report(each: Subscription, head: Position): Promise<SubscriptionReport> {
    const { name, position, failures, resubscriptions, standsStill } = each;
    const [next] = position < head ? await this.store.readAll({ from: position, limit: 1 }) : [];
    return {
      name,
      position,
      lag: lagBetween(position, head),
      failures,
      resubscriptions,
      ...(next === undefined ? {} : { oldestUnhandledAt: next.metadata.time }),
      ...(standsStill === undefined ? {} : { standsStill }),
    };
  }
}
