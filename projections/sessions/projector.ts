import type {
  IdentityCheckedIn,
  IdentityCheckedOut,
  SessionExtended,
  SessionShortened,
} from '../../src/domain/identities/events';
import { following, type Projector } from '../../src/kernel/projector';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { SESSIONS, type SessionDocument } from './document';

type Fact = IdentityCheckedOut | IdentityCheckedIn | SessionExtended | SessionShortened;
type Ending = Pick<RecordedEvent, 'revision'> & Pick<SessionExtended | SessionShortened, 'data'>;

/** Field by field: what a session rests on, and its terms, are for decisions, not for lists. */
const begun = ({ data }: Pick<IdentityCheckedOut, 'data'>, revision: number): SessionDocument => ({
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

const endingAt = (session: SessionDocument | undefined, { data: { expiresAt }, revision }: Ending) =>
  session && { ...session, expiresAt, revision };

export const sessions: Projector<SessionDocument> = {
  schema: SESSIONS,
  ...following<SessionDocument, Fact>(({ data }) => [data.sessionId], {
    'keyledger.identity-checked-out.v1': (_, fact) => begun(fact, fact.revision),
    'keyledger.identity-checked-in.v1': (session, { data: { endedAt, endedBy }, revision }) =>
      session && { ...session, endedAt, endedBy, open: 'no', revision },
    'keyledger.session-extended.v1': endingAt,
    'keyledger.session-shortened.v1': endingAt,
  }),
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
