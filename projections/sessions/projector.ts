import type {
  IdentityCheckedIn,
  IdentityCheckedOut,
  SessionExtended,
  SessionShortened,
} from '../../src/domain/identities/events';
import type { Projector } from '../../src/kernel/projector';
import { SESSIONS, type SessionDocument } from './document';

type SessionFact = IdentityCheckedOut | IdentityCheckedIn | SessionExtended | SessionShortened;

/** Field by field: what a session rests on, and its terms, are for decisions, not for lists. */
const begun = ({ data }: IdentityCheckedOut, revision: number): SessionDocument => ({
  id: data.sessionId,
  identityId: data.identityId,
  identityGroupId: data.identityGroupId,
  organizationId: data.organizationId,
  userId: data.userId,
  userEmail: data.userEmail,
  reason: data.reason,
  ...(data.hostId === undefined ? {} : { hostId: data.hostId }),
  breakGlass: data.breakGlass,
  ownerBypass: data.ownerBypass,
  checkedOutAt: data.checkedOutAt,
  expiresAt: data.expiresAt,
  open: 'yes',
  emergency: data.breakGlass ? 'yes' : 'no',
  revision,
});

export const sessions: Projector<SessionDocument> = {
  schema: SESSIONS,
  types: [
    'keyledger.identity-checked-out.v1',
    'keyledger.identity-checked-in.v1',
    'keyledger.session-extended.v1',
    'keyledger.session-shortened.v1',
  ],
  ids: (event) => [(event as unknown as SessionFact).data.sessionId],
  next: (session, { revision, ...event }) => {
    const fact = event as unknown as SessionFact;
    switch (fact.type) {
      case 'keyledger.identity-checked-out.v1':
        return begun(fact, revision);
      case 'keyledger.identity-checked-in.v1':
        return session && { ...session, endedAt: fact.data.endedAt, endedBy: fact.data.endedBy, open: 'no', revision };
      default:
        return session && { ...session, expiresAt: fact.data.expiresAt, revision };
    }
  },
  // An owner who settles the loss ends them: nobody else could.
  losses: [
    {
      category: 'identity',
      where: (identityId) => [{ field: 'identityId', is: identityId }],
      left: (session, endedAt) =>
        session.open === 'no' ? session : { ...session, endedAt, endedBy: 'force', open: 'no' },
    },
  ],
};
