import { withEntry, withoutEntry } from '../../kernel/draft';
import type { Fold } from '../../kernel/fold';
import type { PolicyEvent, PolicyEventParked } from './events';

export type Parked = Omit<PolicyEventParked['data'], 'policy'>;

export interface PolicyState {
  /** By the id of the event, in the order parked. */
  readonly parked: Readonly<Record<string, Parked>>;
}

const without = ({ parked }: PolicyState, eventId: string): PolicyState => ({ parked: withoutEntry(parked, eventId) });

/** What a policy has gone on without: one stream a policy. What can't be read of it must not stop the policy itself. */
export const policy: Fold<PolicyState, PolicyEvent> = {
  category: 'policy',
  neverFrozen: true,
  initial: { parked: {} },
  evolve: {
    'keyledger.policy-event-parked.v1': ({ parked }, { policy: _, ...event }) => ({
      parked: withEntry(parked, event.eventId, event),
    }),
    'keyledger.policy-event-retry-requested.v1': (state) => state,
    'keyledger.policy-event-handled.v1': (state, { eventId }) => without(state, eventId),
    'keyledger.policy-event-dismissed.v1': (state, { eventId }) => without(state, eventId),
  },
};
