import type {
  IdentityCheckedIn,
  IdentityCheckedOut,
  SessionExtended,
  SessionShortened,
} from '../../src/domain/identities/events';
import type { Projector } from '../../src/kernel/projector';
import { SESSIONS, type SessionDocument } from './document';

type SessionFact = IdentityCheckedOut | IdentityCheckedIn | SessionExtended | SessionShortened;

const begun = ({ data }: IdentityCheckedOut, revision: number): SessionDocument => {
  const {
    sessionId: id,
    durationMinutes: _d,
    evidence: _e,
    version: _v,
    alternatives: _a,
    rotateAfterUse: _r,
    ...session
  } = data;
  return { id, ...session, open: 'yes', emergency: data.breakGlass ? 'yes' : 'no', revision };
};

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
};
