import { refuse, type Refusal } from '../../../kernel/refusal';
import { earliest, plusMinutes } from '../../../kernel/time';
import type { Tell } from '../../../kernel/judged-step';
import { shownAs } from '../../../kernel/value-schemes';
import type { AccessRequest } from '../access-request';
import type { TransferredSession } from '../../sessions/events';
import type { Evidence, IdentityEvent } from '../events';
import type { IdentityState, OpenSession } from '../state';
import { useRequest } from './access-request';
import { firstRefusal, sessionParts, type ActCheck } from './check';
import { endWhatIsOver } from './end-session';
import { holdersOf } from '../../../kernel/holders-of';
import { served } from '../served';
import { notConfirmed, rotationInProgress, type RotationStart } from './rotation';
import { refuseWhileChanging } from './under-way';

export interface CheckOut {
  readonly sessionId: string;
  readonly userId: string;
  readonly userEmail: string;
  readonly reason: string;
  /** Whole minutes, 5 to 1440. */
  readonly durationMinutes: number;
  readonly hostId?: string;
  readonly evidence: Evidence;
  /** End of the grant that allows it: the session ends no later, however soon that is. */
  readonly grantEndsAt?: string;
  /** What was approved, where the vault asks for approval. */
  readonly approved?: AccessRequest;
}

/** Of a session that was handed over: with which it goes on, whose use it goes on with, and until when. */
export interface HandedOver {
  readonly transferredFrom: TransferredSession;
  readonly heldSince: string;
  readonly expiresAt: string;
}

export const alreadyCheckedOut = (sessions: readonly OpenSession[], userId: string): Refusal =>
  refuse('ALREADY_CHECKED_OUT', 'Identity is already checked out', { holders: holdersOf(sessions, userId) });

const secondsUntilFree = (sessions: readonly OpenSession[], now: string): number => {
  const last = Math.max(...sessions.map((session) => Date.parse(session.expiresAt)));
  return Math.max(1, Math.min(3600, Math.ceil((last - Date.parse(now)) / 1000)));
};

/** Only what has a value that a host has confirmed can be used. */
export const IS_CONFIRMED: ActCheck<unknown> = {
  step: 'confirmed',
  passed: 'The value is confirmed.',
  parts: ({ status }) => ({ status }),
  refuse: ({ status }) => (status === 'enrolling' ? notConfirmed() : undefined),
};

const changeUnderWay = (state: IdentityState, now: string): Refusal | undefined =>
  state.rotation?.mode === 'vault'
    ? rotationInProgress('The value is being changed; try again in a moment.', 1)
    : refuseWhileChanging(state, now);

const CHECKS: readonly ActCheck<Pick<CheckOut, 'hostId' | 'userId'>>[] = [
  IS_CONFIRMED,
  {
    step: 'host',
    passed: 'No other host is asked for than those of the identity.',
    parts: ({ settings: { hostIds } }) => ({ hostIds }),
    refuse: ({ settings }, { hostId }) =>
      hostId === undefined || settings.hostIds.includes(hostId)
        ? undefined
        : refuse('VALIDATION_FAILED', 'The identity is not on this host.', {
            errors: [{ field: 'hostId', message: "must be one of the identity's hosts" }],
          }),
  },
  {
    step: 'rotation',
    passed: 'The value is not being changed at this moment.',
    parts: ({ rotation, jobs, createdAt }) => ({ rotation, jobs, createdAt }),
    refuse: (state, _, now) => changeUnderWay(state, now),
  },
  {
    step: 'exclusivity',
    passed: 'Nobody holds the identity exclusively.',
    parts: (state) => ({ ...sessionParts(state), allowConcurrent: state.settings.allowConcurrentCheckout }),
    refuse: ({ sessions, settings }, { userId }) =>
      sessions.length > 0 && (!settings.allowConcurrentCheckout || sessions.some(({ exclusive }) => exclusive))
        ? alreadyCheckedOut(sessions, userId)
        : undefined,
  },
  {
    step: 'rotation-owed',
    passed: 'No rotation waits for open sessions to end.',
    parts: ({ owed, createdAt }) => ({ owed, createdAt }),
    refuse: ({ owed, sessions }, _, now) =>
      owed !== undefined && sessions.length > 0
        ? rotationInProgress('The value changes as soon as the open sessions end.', secondsUntilFree(sessions, now))
        : undefined,
  },
  {
    step: 'maximum',
    passed: 'Fewer sessions are open than the maximum.',
    parts: (state) => ({ ...sessionParts(state), maximum: state.settings.maxConcurrentSessions }),
    // Nobody who shares it was promised to share it with no more than so many: the manual's way out is a higher maximum.
    refuse: ({ sessions, settings: { maxConcurrentSessions, allowConcurrentCheckout } }) =>
      sessions.length >= maxConcurrentSessions && allowConcurrentCheckout
        ? refuse('MAX_SESSIONS_REACHED', 'Maximum concurrent sessions reached', { maxConcurrentSessions })
        : undefined,
  },
];

/**
 * Why nobody begins a session now, whoever asks. One that is handed over (`handedOver`) may begin although a rotation is owed:
 * it ends when the other would have, and holds nothing up.
 */
export const refuseCheckOut = (
  about: { readonly state: IdentityState; readonly identityId: string; readonly now: string },
  request: Pick<CheckOut, 'hostId' | 'userId'>,
  handedOver: boolean,
  tell?: Tell,
): Refusal | undefined => {
  const checks = handedOver ? CHECKS.filter(({ step }) => step !== 'rotation-owed') : CHECKS;
  return firstRefusal(checks, about, request, tell);
};

/** Exclusive unless the identity and every open session allow several; a session that was made already (a repeated request) is not made again. */
export const checkOut = (
  found: IdentityState,
  identityId: string,
  request: CheckOut,
  moment: RotationStart,
  tell?: Tell,
): readonly IdentityEvent[] | Refusal => {
  const { events, state } = endWhatIsOver(found, identityId, moment);
  const isThis = ({ sessionId }: OpenSession) => sessionId === request.sessionId;
  if (found.sessions.some(isThis)) {
    return state.sessions.some(isThis) ? events : refuse('CONFLICT', 'The session has ended.');
  }
  const refusal = refuseCheckOut({ state, identityId, now: moment.now }, request, false, tell);
  return refusal ?? [...events, ...beginSession(state, identityId, request, moment.now)];
};

/** A session's begin, with the approval that it uses up. Its end is the earliest of what was asked, the grant's and the approval's. */
export const beginSession = (
  state: IdentityState,
  identityId: string,
  asked: CheckOut & { readonly handedOver?: HandedOver },
  now: string,
): readonly IdentityEvent[] => {
  const { sessionId, userId, userEmail, reason, durationMinutes, hostId, evidence } = asked;
  const { grantEndsAt, approved, handedOver } = asked;
  const used = approved && useRequest(state, identityId, approved, now, sessionId);
  const approvedUntil = used?.data.until;
  const { version, alternatives } = served(state, hostId);
  const { expiresAt = plusMinutes(now, durationMinutes), ...from } = handedOver ?? {};
  // What every session has stands first, each by its name: V8 makes room for that at once, and copies for what follows.
  const checkedOut: IdentityEvent = {
    type: 'keyledger.identity-checked-out.v1',
    data: {
      identityId,
      identityGroupId: state.identityGroupId,
      organizationId: state.organizationId,
      sessionId,
      userId,
      userEmail,
      reason,
      durationMinutes,
      evidence,
      breakGlass: false,
      ownerBypass: evidence.ownerBypass,
      version,
      rotateAfterUse: state.settings.rotateAfterUse,
      exclusive: !state.settings.allowConcurrentCheckout,
      maxConcurrentSessions: state.settings.maxConcurrentSessions,
      checkedOutAt: now,
      expiresAt: earliest(earliest(expiresAt, grantEndsAt), approvedUntil),
      ...(hostId === undefined ? {} : { hostId }),
      ...(approved === undefined ? {} : { accessRequestId: approved.requestId }),
      ...(approvedUntil === undefined ? {} : { approvedUntil }),
      ...(alternatives.length === 0 ? {} : { alternatives }),
      ...shownAs(state.schemes, [version, ...alternatives]),
      ...from,
    },
  };
  return used === undefined ? [checkedOut] : [used, checkedOut];
};

const REVEAL_CHECKS: readonly ActCheck<{ readonly userId: string; readonly duringExclusiveCheckout: boolean }>[] = [
  IS_CONFIRMED,
  {
    step: 'exclusivity',
    passed: 'Nobody else holds the identity in a way that keeps the value from others.',
    parts: sessionParts,
    refuse: ({ sessions }, { userId, duringExclusiveCheckout }) => {
      const isOwn = sessions.some((session) => session.userId === userId);
      const isKept = !isOwn && sessions.some(({ exclusive }) => exclusive);
      return isKept && !duringExclusiveCheckout ? alreadyCheckedOut(sessions, userId) : undefined;
    },
  },
];

/**
 * Reveal is refused while somebody else holds the identity exclusively: else exclusivity means nothing. What counts are the
 * terms on which it is held, whatever was edited since. The holder may too, where the glass was broken beside the session or by
 * the holder.
 */
export const mayReveal = (
  found: IdentityState,
  identityId: string,
  userId: string,
  duringExclusiveCheckout: boolean,
  moment: RotationStart,
  tell?: Tell,
): Refusal | undefined => {
  const { state } = endWhatIsOver(found, identityId, moment);
  const asked = { userId, duringExclusiveCheckout };
  return firstRefusal(REVEAL_CHECKS, { state, identityId, now: moment.now }, asked, tell);
};
