import type { PolicyOperations } from '../kernel/operations';
import type { Subscriptions } from '../kernel/subscription/subscriptions';
import { timestamp } from '../kernel/time';

/** One failure is the line's; who fails so often in a row without getting further stands still. */
const TRIES = 3;

/** Why the server, though it is ready, does not do all it should: in words for operators, without what is in the log. */
export const degraded =
  (subscriptions: Subscriptions, policies: Pick<PolicyOperations, 'parked'>) =>
  async (): Promise<readonly string[]> => {
    const still = subscriptions.standingStill().flatMap(({ name, standsStill }) => {
      if (standsStill === undefined || standsStill.tries < TRIES) return [];
      return [`${name} stands still since ${timestamp(standsStill.since)}`];
    });
    const parked = (await policies.parked()).flatMap(({ name, parked: events }) => {
      if (events.length === 0) return [];
      const isCritical = events.some(({ critical }) => critical === true);
      return [`policy ${name} has parked ${events.length}${isCritical ? ', critical' : ''}`];
    });
    return [...still, ...parked];
  };
