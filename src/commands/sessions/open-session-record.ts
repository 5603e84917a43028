import type { SessionRecord } from '../../domain/identities/session-record';
import type { IdentityState, OpenSession } from '../../domain/identities/state';

/** An open session as people are shown it, field by field in the order of a record from facts: the same answer is the same bytes. */
export const openSessionRecord = (
  { identityGroupId, organizationId }: IdentityState,
  identityId: string,
  session: OpenSession,
): SessionRecord => ({
  id: session.sessionId,
  identityId,
  identityGroupId,
  organizationId,
  userId: session.userId,
  userEmail: session.userEmail,
  reason: session.reason,
  ...(session.hostId === undefined ? {} : { hostId: session.hostId }),
  breakGlass: session.breakGlass,
  ownerBypass: session.ownerBypass,
  checkedOutAt: session.checkedOutAt,
  expiresAt: session.expiresAt,
  ...(session.overlapped === undefined ? {} : { overlapped: session.overlapped }),
  ...(session.transferredFrom === undefined ? {} : { transferredFrom: session.transferredFrom }),
  ...(session.breakGlass ? { review: { status: 'open' } } : {}),
  ...(session.endsAs === undefined ? {} : { endsAs: session.endsAs }),
});
