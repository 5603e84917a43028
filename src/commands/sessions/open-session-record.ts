import type { SessionRecord } from '../../domain/identities/session-record';
import type { IdentityState, OpenSession } from '../../domain/identities/state';

/** An open session as people are shown it. */
export const openSessionRecord = (
  { identityGroupId, organizationId }: IdentityState,
  identityId: string,
  session: OpenSession,
): SessionRecord => {
  const { sessionId: id, evidence: _e, version: _v, ...shown } = session;
  return { id, identityId, identityGroupId, organizationId, ...shown };
};
