import type {
  IdentityCheckedIn,
  IdentityCheckedOut,
  SessionExtended,
  SessionShortened,
} from '../../src/domain/identities/events';
import { following, type Projector } from '../../src/kernel/projector';
import { OPEN_SESSIONS, type OpenSessionDocument } from './document';

type Fact = IdentityCheckedOut | IdentityCheckedIn | SessionExtended | SessionShortened;
type Ending = (SessionExtended | SessionShortened)['data'];

const begun = ({ data }: Pick<IdentityCheckedOut, 'data'>): OpenSessionDocument => {
  const { sessionId: id, identityId, identityGroupId, organizationId, userId, evidence, expiresAt } = data;
  return { id, identityId, identityGroupId, organizationId, userId, ...evidence, expiresAt };
};

const endingAt = (session: OpenSessionDocument | undefined, { data: { expiresAt } }: { readonly data: Ending }) =>
  session && { ...session, expiresAt };

export const openSessions: Projector<OpenSessionDocument> = {
  schema: OPEN_SESSIONS,
  ...following<OpenSessionDocument, Fact>(({ data }) => [data.sessionId], {
    'keyledger.identity-checked-out.v1': (_, fact) => begun(fact),
    'keyledger.identity-checked-in.v1': () => undefined,
    'keyledger.session-extended.v1': endingAt,
    'keyledger.session-shortened.v1': endingAt,
  }),
  losses: [
    {
      category: 'identity',
      where: (identityId) => [{ field: 'identityId', is: identityId }],
      left: () => undefined,
    },
  ],
};
