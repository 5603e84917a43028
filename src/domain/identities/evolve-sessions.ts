import { withItem, withItemChanged, withoutItem } from '../../kernel/draft';
import type { Evolve } from '../../kernel/fold';
import type { SessionEvent } from '../sessions/events';
import type { EndedBy } from './events';
import type { IdentityState, OpenReview, OpenSession } from './state';
import { triggerOfEnd } from './trigger-of-end';
import { wasShown } from './was-shown';

const isCalled =
  (sessionId: string) =>
  (thing: { readonly sessionId: string }): boolean =>
    thing.sessionId === sessionId;

const withSession = (
  state: IdentityState,
  sessionId: string,
  change: (session: OpenSession) => OpenSession,
): IdentityState => ({
  ...state,
  sessions: withItemChanged(state.sessions, isCalled(sessionId), change),
});

const sessionOf = (state: IdentityState, sessionId: string): OpenSession | undefined =>
  state.sessions.findLast(isCalled(sessionId));

/**
 * A failed rotation's candidate that somebody was shown whose use asks for a new value is not gone on with: they would know
 * the value again. One whose rotation is under way is dropped by a fact.
 */
const withoutShown = (state: IdentityState, session: OpenSession | undefined, endedBy: EndedBy): IdentityState => {
  const { candidate, rotation } = state;
  const isGone =
    session !== undefined &&
    candidate !== undefined &&
    rotation === undefined &&
    wasShown(session, candidate.version) &&
    triggerOfEnd(state, session, endedBy) !== undefined;
  return isGone ? { ...state, candidate: undefined } : state;
};

const reviewOf = ({ sessionId, userId, userEmail }: OpenSession, openSince: string): OpenReview => ({
  sessionId,
  userId,
  userEmail,
  openSince,
});

/** Once the glass was broken, somebody has to look at it after the use. */
const withReview = (state: IdentityState, session: OpenSession | undefined, endedAt: string): IdentityState =>
  session?.breakGlass === true
    ? { ...state, openReviews: withItem(state.openReviews, reviewOf(session, endedAt)) }
    : state;

/** What is left of sessions when facts of the identity were lost: none of them, nor what was approved, but the duty to look at those behind broken glass. */
export const withoutSessions = (state: IdentityState): IdentityState => ({
  ...state,
  sessions: [],
  requests: [],
  openReviews: [
    ...state.openReviews,
    ...state.sessions.filter(({ breakGlass }) => breakGlass).map((session) => reviewOf(session, session.expiresAt)),
  ],
});

/** What sessions do to an identity. */
export const evolveSessions: Evolve<IdentityState, SessionEvent> = {
  'keyledger.identity-checked-out.v1': (state, fact) => {
    const {
      identityId: _i,
      identityGroupId: _v,
      organizationId: _o,
      durationMinutes: _d,
      scheme: _s,
      ...session
    } = fact;
    // Facts of earlier releases don't say on what terms: those that were set at that moment.
    const exclusive = session.exclusive ?? !state.settings.allowConcurrentCheckout;
    const maxConcurrentSessions = session.maxConcurrentSessions ?? state.settings.maxConcurrentSessions;
    return { ...state, sessions: withItem(state.sessions, { ...session, exclusive, maxConcurrentSessions }) };
  },
  'keyledger.identity-checked-in.v1': (state, { sessionId, endedBy, endedAt }) => {
    const session = sessionOf(state, sessionId);
    const ended = { ...state, sessions: withoutItem(state.sessions, isCalled(sessionId)) };
    return withReview(withoutShown(ended, session, endedBy), session, endedAt);
  },
  'keyledger.session-extended.v1': (state, { sessionId, expiresAt }) =>
    withSession(state, sessionId, (session) => ({ ...session, expiresAt })),
  'keyledger.session-shortened.v1': (state, { sessionId, expiresAt, endsAs }) =>
    withSession(state, sessionId, ({ endsAs: _, ...session }) => ({
      ...session,
      expiresAt,
      ...(endsAs === undefined ? {} : { endsAs }),
    })),
  'keyledger.break-glass-reviewed.v1': (state, { sessionId }) => ({
    ...state,
    openReviews: withoutItem(state.openReviews, isCalled(sessionId)),
  }),
  'keyledger.break-glass-review-reminded.v1': (state, { sessionId, remindedAt }) => ({
    ...state,
    openReviews: withItemChanged(state.openReviews, isCalled(sessionId), (review) => ({ ...review, remindedAt })),
  }),
};
