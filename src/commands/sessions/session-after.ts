import type { IdentityEvent } from '../../domain/identities/events';
import { recordAfter, type SessionRecord } from '../../domain/identities/session-record';

/** What a decision about a session answers: the session as it was found, with the facts that were decided. */
export const sessionAfter = (found: SessionRecord | undefined, events: readonly IdentityEvent[]): SessionRecord => {
  if (found === undefined) {
    throw new Error('a decision about a session was taken without finding it');
  }
  return recordAfter(found, events);
};
