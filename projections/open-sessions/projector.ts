import type {
  IdentityCheckedIn,
  IdentityCheckedOut,
  SessionExtended,
  SessionShortened,
} from '../../src/domain/identities/events';
import type { Projector } from '../../src/kernel/projector';
import { OPEN_SESSIONS, type OpenSessionDocument } from './document';

type Fact = IdentityCheckedOut | IdentityCheckedIn | SessionExtended | SessionShortened;

const begun = ({ data }: IdentityCheckedOut): OpenSessionDocument => {
  const { sessionId: id, identityId, identityGroupId, organizationId, userId, evidence, expiresAt } = data;
  return { id, identityId, identityGroupId, organizationId, userId, ...evidence, expiresAt };
};

export const openSessions: Projector<OpenSessionDocument> = {
  schema: OPEN_SESSIONS,
  types: [
    'keyledger.identity-checked-out.v1',
    'keyledger.identity-checked-in.v1',
    'keyledger.session-extended.v1',
    'keyledger.session-shortened.v1',
  ],
  ids: (event) => [(event as unknown as Fact).data.sessionId],
  next: (session, event) => {
    const fact = event as unknown as Fact;
    switch (fact.type) {
      case 'keyledger.identity-checked-out.v1':
        return begun(fact);
      case 'keyledger.identity-checked-in.v1':
        return undefined;
      default:
        return session && { ...session, expiresAt: fact.data.expiresAt };
    }
  },
  losses: [
    {
      category: 'identity',
      where: (identityId) => [{ field: 'identityId', is: identityId }],
      left: () => undefined,
    },
  ],
};
