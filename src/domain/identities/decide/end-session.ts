import { grow } from '../../../kernel/fold';
import { plusMinutes } from '../../../kernel/time';
import type { EndedBy, IdentityEvent, RotationTrigger } from '../events';
import { identity } from '../evolve';
import type { IdentityState, OpenRotation, OpenSession } from '../state';
import { triggerOfEnd } from '../trigger-of-end';
import { dropShownCandidate } from './drop-shown-candidate';
import { requestRotation, subjectOf, type RotationStart } from './rotation';

/** From its end on a session is over for every decision, whether or not a fact says so yet. */
export const isOver = (session: Pick<OpenSession, 'expiresAt'>, now: string): boolean => session.expiresAt <= now;

const owed = (state: IdentityState, identityId: string, trigger: RotationTrigger): IdentityEvent => ({
  type: 'keyledger.rotation-owed.v1',
  data: { ...subjectOf(state, identityId), trigger },
});

/** Only one that a person asked for, on hosts, can end without another one following: it is told what else it is for. */
const beside = (rotation: OpenRotation): boolean =>
  rotation.mode === 'hosts' && rotation.trigger === 'manual' && rotation.owes === undefined;

/** What the end of a use asks for: a value that whoever used it does not know. */
export const afterUse = (
  state: IdentityState,
  identityId: string,
  session: Pick<OpenSession, 'version' | 'alternatives' | 'breakGlass'>,
  trigger: RotationTrigger,
  moment: RotationStart,
): readonly IdentityEvent[] => {
  const dropped = dropShownCandidate(state, identityId, session, moment.now);
  const free = grow(identity, state, dropped);
  if (free.rotation !== undefined) {
    return beside(free.rotation) ? [owed(state, identityId, trigger)] : [];
  }
  // A person had started the one that was dropped: that the identity is suspended is no reason to leave it at that.
  const asked = dropped.length === 0 ? free : { ...free, suspended: false };
  const requested = requestRotation(asked, identityId, trigger, moment);
  // One that would not be requested is not owed either: nothing would ever pay it, and it would keep checkouts out.
  if (state.sessions.length === 0 || requested.length === 0) {
    return [...dropped, ...requested];
  }
  return trigger === state.owed ? dropped : [...dropped, owed(state, identityId, trigger)];
};

/** What the end of a session owes to rotation, given the identity without it. */
export const rotationAfter = (
  state: IdentityState,
  identityId: string,
  session: OpenSession,
  endedBy: EndedBy,
  moment: RotationStart,
): readonly IdentityEvent[] => {
  const trigger = triggerOfEnd(state, session, endedBy);
  if (trigger !== undefined) {
    return afterUse(state, identityId, session, trigger, moment);
  }
  const isDue = state.nextRotationAt !== undefined && state.nextRotationAt <= moment.now;
  return isDue && state.sessions.length === 0 ? requestRotation(state, identityId, 'schedule', moment) : [];
};

/** Once an emergency is over, the value changes; whoever else works with it has this long to come to an end. */
const GRACE_MINUTES = 15;

/**
 * After the end of a break-glass session the value must change: those beside whom the glass was broken, and whoever came to it
 * later in the ordinary way, end soon. Somebody else's emergency goes on.
 */
const endOthersSoon = (
  state: IdentityState,
  identityId: string,
  { breakGlass, overlapped = [] }: OpenSession,
  endedAt: string,
): readonly IdentityEvent[] => {
  const expiresAt = plusMinutes(endedAt, GRACE_MINUTES);
  const isBound = ({ sessionId, breakGlass: isEmergency }: OpenSession) =>
    !isEmergency || overlapped.some((other) => other.sessionId === sessionId);
  const bound = breakGlass ? state.sessions.filter((open) => open.expiresAt > expiresAt && isBound(open)) : [];
  return bound.map(({ sessionId, userId }) => ({
    type: 'keyledger.session-shortened.v1',
    data: { ...subjectOf(state, identityId), sessionId, expiresAt, endsAs: 'break_glass', userId },
  }));
};

/** What ended a session, as it is told. */
export interface SessionEnd {
  readonly endedBy: EndedBy;
  readonly reason?: string;
  /** Its value was never shown: a code. */
  readonly withheld?: string;
}

/** A session's end and what it owes to rotation, decided together: no policy can forget or double it. */
export const endSession = (
  state: IdentityState,
  identityId: string,
  session: OpenSession,
  end: SessionEnd,
  moment: RotationStart,
): readonly IdentityEvent[] => {
  const expired = isOver(session, moment.now);
  const endedBy = expired ? (session.endsAs ?? 'expiry') : end.endedBy;
  const endedAt = expired ? session.expiresAt : moment.now;
  const ended: IdentityEvent = {
    type: 'keyledger.identity-checked-in.v1',
    data: {
      ...subjectOf(state, identityId),
      sessionId: session.sessionId,
      userId: session.userId,
      endedBy,
      endedAt,
      ...(end.reason === undefined ? {} : { reason: end.reason }),
      ...(end.withheld === undefined ? {} : { withheld: end.withheld }),
    },
  };
  // A force checkin that comes after the end still rotates: the manager asked for a value nobody knows.
  const why = expired && end.endedBy !== 'checkin' ? end.endedBy : endedBy;
  const without = grow(identity, state, [ended]);
  const soon = endOthersSoon(without, identityId, session, endedAt);
  return [ended, ...soon, ...rotationAfter(grow(identity, without, soon), identityId, session, why, moment)];
};

const firstToEnd = (sessions: readonly OpenSession[], now: string): OpenSession | undefined =>
  sessions
    .filter((open) => isOver(open, now))
    .toSorted((a, b) => (a.expiresAt < b.expiresAt ? -1 : Number(a.expiresAt > b.expiresAt)))[0];

/** Ends every session whose time is over, in that order: the end of one may bring that of another nearer. Every decision starts from here. */
export const endWhatIsOver = (
  state: IdentityState,
  identityId: string,
  moment: RotationStart,
): { readonly events: readonly IdentityEvent[]; readonly state: IdentityState } => {
  let settled = state;
  const events: IdentityEvent[] = [];
  for (let over; (over = firstToEnd(settled.sessions, moment.now)) !== undefined;) {
    const ended = endSession(settled, identityId, over, { endedBy: 'expiry' }, moment);
    events.push(...ended);
    settled = grow(identity, settled, ended);
  }
  return { events, state: settled };
};
