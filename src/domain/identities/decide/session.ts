import { refuse, type Refusal } from '../../../kernel/refusal';
import { earliest, plusMinutes } from '../../../kernel/time';
import type { IdentityEvent } from '../events';
import type { IdentityState, OpenSession } from '../state';
import { endSession, endWhatIsOver, isOver, type SessionEnd } from './end-session';
import { subjectOf, type RotationStart } from './rotation';

/** The manual: 24 hours at most, extensions included. */
export const MAX_SESSION_MINUTES = 1440;

const find = (state: IdentityState, sessionId: string): OpenSession | undefined =>
  state.sessions.find((session) => session.sessionId === sessionId);

/** Ends an open session; one that has ended stays as it ended. */
export const checkIn = (
  state: IdentityState,
  identityId: string,
  sessionId: string,
  end: SessionEnd,
  moment: RotationStart,
): readonly IdentityEvent[] => {
  const session = find(state, sessionId);
  return session === undefined ? [] : endSession(state, identityId, session, end, moment);
};

/** Makes visible what time has ended. */
export const expire = (state: IdentityState, identityId: string, moment: RotationStart): readonly IdentityEvent[] =>
  endWhatIsOver(state, identityId, moment).events;

export interface Extend {
  readonly reason: string;
  /** Whole minutes added to the present end. */
  readonly durationMinutes: number;
  /** End of the grant the session rests on. */
  readonly grantEndsAt?: string;
}

export const extend = (
  state: IdentityState,
  identityId: string,
  sessionId: string,
  { reason, durationMinutes, grantEndsAt }: Extend,
  now: string,
): readonly IdentityEvent[] | Refusal => {
  const session = find(state, sessionId);
  if (session === undefined || isOver(session, now)) {
    return refuse('CONFLICT', 'The session has ended.');
  }
  if (session.breakGlass) {
    return refuse('CONFLICT', 'A break-glass session is not extended.');
  }
  if (session.endsAs === 'break_glass') {
    return refuse('CONFLICT', 'The glass was broken beside this session: the value changes when it ends.');
  }
  const asked = plusMinutes(session.expiresAt, durationMinutes);
  // A hand-over does not begin the day anew: two who pass it to and fro would hold it for ever.
  if (asked > plusMinutes(session.heldSince ?? session.checkedOutAt, MAX_SESSION_MINUTES)) {
    return refuse('VALIDATION_FAILED', `A session lasts at most ${MAX_SESSION_MINUTES} minutes from its checkout.`, {
      errors: [{ field: 'durationMinutes', message: `the total would exceed ${MAX_SESSION_MINUTES} minutes` }],
    });
  }
  const { approvedUntil } = session;
  if (approvedUntil !== undefined && asked > approvedUntil) {
    return refuse('VALIDATION_FAILED', `What was approved ends at ${approvedUntil}. Ask for access anew.`, {
      errors: [{ field: 'durationMinutes', message: 'the total would exceed the minutes that were approved' }],
    });
  }
  const data = {
    ...subjectOf(state, identityId),
    sessionId,
    reason,
    durationMinutes,
    expiresAt: earliest(asked, grantEndsAt),
  };
  return [{ type: 'keyledger.session-extended.v1', data }];
};

/** The grant a session rests on ends earlier than it did: so does the session. */
export const shorten = (
  state: IdentityState,
  identityId: string,
  sessionId: string,
  expiresAt: string,
): readonly IdentityEvent[] => {
  const session = find(state, sessionId);
  return session === undefined || session.expiresAt <= expiresAt
    ? []
    : [{ type: 'keyledger.session-shortened.v1', data: { ...subjectOf(state, identityId), sessionId, expiresAt } }];
};
