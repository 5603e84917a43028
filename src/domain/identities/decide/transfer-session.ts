import { refuse, type Refusal } from '../../../kernel/refusal';
import { grow } from '../../../kernel/fold';
import type { IdentityEvent } from '../events';
import { identity } from '../evolve';
import type { IdentityState, OpenSession } from '../state';
import { beginSession, refuseCheckOut, type CheckOut } from './check-out';
import { endWhatIsOver, rotationAfter } from './end-session';
import { subjectOf, type RotationStart } from './rotation';

/** Who goes on with the session, and what allows it; judged before, by the rules of a checkout. */
export type Receiver = Omit<CheckOut, 'reason' | 'durationMinutes' | 'hostId'>;

/** Why a session can't be handed over, whoever were to have it. */
export const refuseTransfer = (session: OpenSession | undefined): Refusal | undefined => {
  if (session === undefined) {
    return refuse('CONFLICT', 'The session has ended.');
  }
  return session.breakGlass
    ? refuse('CONFLICT', 'A break-glass session is not handed over. Give it back; who needs it breaks the glass.')
    : undefined;
};

const minutesUntil = (end: string, now: string): number =>
  Math.max(1, Math.ceil((Date.parse(end) - Date.parse(now)) / 60_000));

/** Who broke the glass beside the session is not done by its being handed over: it still ends for that. */
const endsAlike = (
  state: IdentityState,
  identityId: string,
  { endsAs }: OpenSession,
  sessionId: string,
): readonly IdentityEvent[] => {
  const begun = state.sessions.find((session) => session.sessionId === sessionId);
  if (endsAs === undefined || begun === undefined) {
    return [];
  }
  const { expiresAt, userId } = begun;
  const data = { ...subjectOf(state, identityId), sessionId, expiresAt, endsAs, userId };
  return [{ type: 'keyledger.session-shortened.v1', data }];
};

/**
 * Hands a session over: it ends and the receiver's begins, decided together, so that nobody comes between. What its end owes
 * to rotation is owed to the end of the last session; until then the receiver goes on, no longer than the giver might have.
 */
export const transferSession = (
  found: IdentityState,
  identityId: string,
  { sessionId, reason, receiver }: { readonly sessionId: string; readonly reason: string; readonly receiver: Receiver },
  moment: RotationStart,
): readonly IdentityEvent[] | Refusal => {
  const { events, state } = endWhatIsOver(found, identityId, moment);
  const given = state.sessions.find((session) => session.sessionId === sessionId);
  const refusal = refuseTransfer(given);
  if (given === undefined || refusal !== undefined) {
    return refusal ?? [];
  }
  const { now } = moment;
  const { userId, userEmail, expiresAt, checkedOutAt, heldSince = checkedOutAt, hostId } = given;
  const ended: IdentityEvent = {
    type: 'keyledger.identity-checked-in.v1',
    data: {
      ...subjectOf(state, identityId),
      sessionId,
      userId,
      endedBy: 'transfer',
      endedAt: now,
      reason,
      transferredTo: receiver.sessionId,
    },
  };
  const without = grow(identity, state, [ended]);
  // An identity may have been taken off the host since: who goes on with it is no longer bound to that one.
  const target = hostId !== undefined && state.settings.hostIds.includes(hostId) ? { hostId } : {};
  const taken = refuseCheckOut({ state: without, identityId, now }, { userId: receiver.userId, ...target }, true);
  if (taken !== undefined) {
    return taken;
  }
  const begins = {
    ...receiver,
    ...target,
    reason,
    durationMinutes: minutesUntil(expiresAt, now),
    handedOver: { transferredFrom: { sessionId, userId, userEmail }, heldSince, expiresAt },
  };
  const begun = beginSession(without, identityId, begins, now);
  const held = grow(identity, without, begun);
  const alike = endsAlike(held, identityId, given, receiver.sessionId);
  const after = rotationAfter(grow(identity, held, alike), identityId, given, 'transfer', moment);
  return [...events, ended, ...begun, ...alike, ...after];
};
