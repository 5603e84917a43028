import { refuse, type Refusal } from '../../../kernel/refusal';
import { plusDays } from '../../../kernel/time';
import type { IdentityEvent } from '../events';
import type { IdentityState } from '../state';
import { endWhatIsOver } from './end-session';
import { subjectOf, type RotationStart } from './rotation';

/** How often somebody is reminded of a review that is open, days. */
const REMIND_EVERY_DAYS = 1;

export interface BreakGlassReview {
  readonly reviewedBy: string;
  readonly reviewerEmail: string;
  readonly note: string;
}

/** Closes the review of a break-glass session that is over. Who may, and that it is somebody else than the user, was judged before. */
export const reviewBreakGlass = (
  found: IdentityState,
  identityId: string,
  session: { readonly id: string; readonly breakGlass: boolean },
  review: BreakGlassReview,
  moment: RotationStart,
): readonly IdentityEvent[] | Refusal => {
  if (!session.breakGlass) {
    return refuse('CONFLICT', 'Only break-glass sessions are reviewed.');
  }
  const { events, state } = endWhatIsOver(found, identityId, moment);
  if (state.sessions.some(({ sessionId }) => sessionId === session.id)) {
    return refuse('CONFLICT', 'The session is still open. Review it once it has ended, or force its checkin.');
  }
  const open = state.openReviews.find(({ sessionId }) => sessionId === session.id);
  if (open === undefined) {
    return refuse('CONFLICT', 'The session was reviewed already.');
  }
  const { sessionId, userId } = open;
  const data = { ...subjectOf(state, identityId), sessionId, userId, ...review, reviewedAt: moment.now };
  return [...events, { type: 'keyledger.break-glass-reviewed.v1', data }];
};

/** Says once a day that a review is open; nothing when it is not, or was said within the day. */
export const remindOfReview = (
  state: IdentityState,
  identityId: string,
  sessionId: string,
  now: string,
): readonly IdentityEvent[] => {
  const open = state.openReviews.find((review) => review.sessionId === sessionId);
  if (open === undefined || plusDays(open.remindedAt ?? open.openSince, REMIND_EVERY_DAYS) > now) {
    return [];
  }
  const { userId, userEmail, openSince } = open;
  const data = { ...subjectOf(state, identityId), sessionId, userId, userEmail, openSince, remindedAt: now };
  return [{ type: 'keyledger.break-glass-review-reminded.v1', data }];
};
