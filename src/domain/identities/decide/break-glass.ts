import { refuse, type Refusal } from '../../../kernel/refusal';
import { plusMinutes } from '../../../kernel/time';
import type { Tell } from '../../../kernel/judged-step';
import { shownAs } from '../../../kernel/value-schemes';
import { emergencyVersions } from '../emergency-versions';
import type { IdentityEvent } from '../events';
import type { IdentityState, OpenSession } from '../state';
import { firstRefusal } from './check';
import { IS_CONFIRMED } from './check-out';
import { endWhatIsOver } from './end-session';
import { subjectOf, type RotationStart } from './rotation';

export interface BreakGlass {
  readonly sessionId: string;
  readonly userId: string;
  readonly userEmail: string;
  /** The justification. */
  readonly reason: string;
  /** As the organization has set it. */
  readonly durationMinutes: number;
  /** The IDP group whose role alone gives the permission. */
  readonly roleGroupId?: string;
}

/**
 * An emergency checkout. Neither exclusivity nor a maximum nor a rotation under way stands against it; who holds the
 * credential goes on holding it, and is named. Only what has no value yet is refused.
 */
export const breakGlass = (
  found: IdentityState,
  identityId: string,
  { roleGroupId, ...request }: BreakGlass,
  moment: RotationStart,
  tell?: Tell,
): readonly IdentityEvent[] | Refusal => {
  const { events, state } = endWhatIsOver(found, identityId, moment);
  const isThis = ({ sessionId }: OpenSession) => sessionId === request.sessionId;
  if (found.sessions.some(isThis)) {
    return state.sessions.some(isThis) ? events : refuse('CONFLICT', 'The session has ended.');
  }
  const refusal = firstRefusal([IS_CONFIRMED], { state, identityId, now: moment.now }, request, tell);
  if (refusal !== undefined) {
    return refusal;
  }
  const { version, alternatives } = emergencyVersions(state);
  const overlapped = state.sessions.map(({ sessionId, userId, userEmail }) => ({ sessionId, userId, userEmail }));
  const { allowConcurrentCheckout, maxConcurrentSessions, rotateAfterUse } = state.settings;
  const checkedOut: IdentityEvent = {
    type: 'keyledger.identity-checked-out.v1',
    data: {
      ...subjectOf(state, identityId),
      ...request,
      breakGlass: true,
      ...(overlapped.length === 0 ? {} : { overlapped }),
      ownerBypass: false,
      evidence: { ownerBypass: false, ...(roleGroupId === undefined ? {} : { roleGroupId }) },
      version,
      ...(alternatives.length === 0 ? {} : { alternatives }),
      ...shownAs(state.schemes, [version, ...alternatives]),
      rotateAfterUse,
      exclusive: !allowConcurrentCheckout,
      maxConcurrentSessions,
      checkedOutAt: moment.now,
      expiresAt: plusMinutes(moment.now, request.durationMinutes),
    },
  };
  return [...events, checkedOut];
};
