import { sessionRecord, type SessionRecord } from '../../domain/identities/session-record';
import type { IdentityState } from '../../domain/identities/state';

/** An open session as people are shown it. The session must be open in this state. */
export const openSessionRecord = (state: IdentityState, identityId: string, sessionId: string): SessionRecord => {
  const { identityGroupId, organizationId } = state;
  const session = state.sessions.find((open) => open.sessionId === sessionId);
  const facts =
    session === undefined
      ? []
      : [
          {
            type: 'keyledger.identity-checked-out.v1' as const,
            data: { ...session, identityId, identityGroupId, organizationId, durationMinutes: 0 },
          },
        ];
  const record = sessionRecord(sessionId, facts);
  if (record === undefined) {
    throw new Error(`session ${sessionId} is not open`);
  }
  return record;
};
