import type { DomainEvent } from '../../kernel/event';

/**
 * A policy could not act on a fact, again and again, and has gone on without it; an owner retries or dismisses it. `cause`
 * names the error and never what was in hand. `critical`: the policy ends what somebody may no longer have. Comes again where
 * a try that an owner asked for failed, too.
 */
export type PolicyEventParked = DomainEvent<
  'keyledger.policy-event-parked.v1',
  {
    policy: string;
    eventId: string;
    type: string;
    stream: string;
    revision: number;
    since: string;
    tries: number;
    cause: string;
    critical?: true;
  }
>;
/** An owner wants a parked fact to be acted upon once more. */
export type PolicyEventRetryRequested = DomainEvent<
  'keyledger.policy-event-retry-requested.v1',
  { policy: string; eventId: string }
>;
/** A parked fact was acted upon after all. */
export type PolicyEventHandled = DomainEvent<'keyledger.policy-event-handled.v1', { policy: string; eventId: string }>;
/** An owner answers for it that a parked fact is never acted upon. */
export type PolicyEventDismissed = DomainEvent<
  'keyledger.policy-event-dismissed.v1',
  { policy: string; eventId: string; reason: string }
>;

export type PolicyEvent = PolicyEventParked | PolicyEventRetryRequested | PolicyEventHandled | PolicyEventDismissed;
