import type {
  IdentityCheckedIn,
  IdentityCheckedOut,
  SessionExtended,
  SessionShortened,
} from '../../src/domain/identities/events';
import type { Agenda } from './agenda';

type Fact = IdentityCheckedOut | IdentityCheckedIn | SessionExtended | SessionShortened;

/** A session is over at its end; this is when somebody has to say so. */
export const sessions: Agenda<Fact> = {
  types: [
    'keyledger.identity-checked-out.v1',
    'keyledger.identity-checked-in.v1',
    'keyledger.session-extended.v1',
    'keyledger.session-shortened.v1',
  ],
  id: ({ data }) => `session:${data.sessionId}`,
  next: (document, fact, id) => {
    if (fact.type === 'keyledger.identity-checked-in.v1') {
      return undefined;
    }
    const { expiresAt: dueAt } = fact.data;
    if (fact.type !== 'keyledger.identity-checked-out.v1') {
      return document && { ...document, dueAt };
    }
    const { organizationId, identityGroupId, identityId, sessionId } = fact.data;
    return { id, kind: 'session', dueAt, organizationId, identityGroupId, identityId, sessionId };
  },
};
