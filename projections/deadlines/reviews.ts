import type {
  BreakGlassReviewed,
  BreakGlassReviewReminded,
  IdentityCheckedIn,
  IdentityCheckedOut,
} from '../../src/domain/sessions/events';
import { following } from '../../src/kernel/projector';
import { plusDays } from '../../src/kernel/time';
import type { DeadlineDocument } from './document';

type Fact = IdentityCheckedOut | IdentityCheckedIn | BreakGlassReviewed | BreakGlassReviewReminded;

/** Once the glass was broken somebody has to look at it; every day after the session's end is one of a reminder. */
export const reviews = following<DeadlineDocument, Fact>(({ data }) => [`review:${data.sessionId}`], {
  'keyledger.identity-checked-out.v1': (_, { data }, id) => {
    const { organizationId, identityGroupId, identityId, sessionId, breakGlass } = data;
    return breakGlass ? { id, kind: 'review', organizationId, identityGroupId, identityId, sessionId } : undefined;
  },
  'keyledger.identity-checked-in.v1': (document, { data }) =>
    document && { ...document, dueAt: plusDays(data.endedAt, 1) },
  'keyledger.break-glass-review-reminded.v1': (document, { data }) =>
    document && { ...document, dueAt: plusDays(data.remindedAt, 1) },
  'keyledger.break-glass-reviewed.v1': () => undefined,
});
