import type {
  IdentityCheckedIn,
  IdentityCheckedOut,
  SessionExtended,
  SessionShortened,
} from '../../src/domain/identities/events';
import { following } from '../../src/kernel/projector';
import type { DeadlineDocument } from './document';

type Fact = IdentityCheckedOut | IdentityCheckedIn | SessionExtended | SessionShortened;

const endingAt = (document: DeadlineDocument | undefined, { data }: Pick<SessionExtended | SessionShortened, 'data'>) =>
  document && { ...document, dueAt: data.expiresAt };

/** A session is over at its end; this is when somebody has to say so. */
export const sessionDeadlines = following<DeadlineDocument, Fact>(({ data }) => [`session:${data.sessionId}`], {
  'keyledger.identity-checked-out.v1': (_, { data }, id) => {
    const { organizationId, identityGroupId, identityId, sessionId, expiresAt: dueAt } = data;
    return { id, kind: 'session', dueAt, organizationId, identityGroupId, identityId, sessionId };
  },
  'keyledger.identity-checked-in.v1': () => undefined,
  'keyledger.session-extended.v1': endingAt,
  'keyledger.session-shortened.v1': endingAt,
});
