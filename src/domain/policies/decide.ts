import { entryOf } from '../../kernel/entry-of';
import { refuse, type Refusal } from '../../kernel/refusal';
import type { PolicyEvent, PolicyEventParked } from './events';
import type { PolicyState } from './state';

/** Once, whichever node gives up first; a later try that failed is told anew. */
export const park = (state: PolicyState, data: PolicyEventParked['data']): readonly PolicyEvent[] =>
  (entryOf(state.parked, data.eventId)?.tries ?? 0) >= data.tries
    ? []
    : [{ type: 'keyledger.policy-event-parked.v1', data }];

export const handled = (state: PolicyState, policy: string, eventId: string): readonly PolicyEvent[] =>
  entryOf(state.parked, eventId) === undefined
    ? []
    : [{ type: 'keyledger.policy-event-handled.v1', data: { policy, eventId } }];

const parkedHere = (state: PolicyState, eventId: string): Refusal | undefined =>
  entryOf(state.parked, eventId) === undefined ? refuse('NOT_FOUND', 'There is no such parked event.') : undefined;

export const requestRetry = (state: PolicyState, policy: string, eventId: string): readonly PolicyEvent[] | Refusal =>
  parkedHere(state, eventId) ?? [{ type: 'keyledger.policy-event-retry-requested.v1', data: { policy, eventId } }];

export const dismiss = (
  state: PolicyState,
  data: { readonly policy: string; readonly eventId: string; readonly reason: string },
): readonly PolicyEvent[] | Refusal =>
  parkedHere(state, data.eventId) ?? [{ type: 'keyledger.policy-event-dismissed.v1', data }];
