import type { Clock } from '../../src/kernel/clock';
import type { EventStore } from '../../src/kernel/event-store';
import { Subscriptions } from '../../src/kernel/subscription/subscriptions';

/** Subscriptions to a log of a test, whose pauses nothing is left to chance in. */
export const followedIn = (store: EventStore, clock: Clock = { now: () => Date.now() }): Subscriptions =>
  new Subscriptions({ store, clock, random: { below: () => 0 } });
