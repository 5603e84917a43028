import type {
  BreakGlassReviewed,
  IdentityCheckedIn,
  IdentityCheckedOut,
  SessionExtended,
  SessionShortened,
} from '../../src/domain/sessions/events';
import { following, streamOfIdentityIn, type Projector } from '../../src/kernel/projector';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { SESSIONS, type SessionBasis, type SessionDocument } from './document';

type Fact = IdentityCheckedOut | IdentityCheckedIn | SessionExtended | SessionShortened | BreakGlassReviewed;
type At<F extends Fact> = Pick<RecordedEvent, 'revision'> & Pick<F, 'data'>;

const basisOf = ({
  evidence: { grantId, groupId, idpUserId, supportWindowId },
}: IdentityCheckedOut['data']): SessionBasis => ({
  ...(grantId === undefined ? {} : { grantId }),
  ...(groupId === undefined ? {} : { groupId }),
  ...(idpUserId === undefined ? {} : { idpUserId }),
  ...(supportWindowId === undefined ? {} : { supportWindowId }),
});

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
  ...(data.overlapped === undefined ? {} : { overlapped: data.overlapped }),
  ...(data.transferredFrom === undefined ? {} : { transferredFrom: data.transferredFrom }),
  ...(data.breakGlass ? { review: { status: 'open' }, reviewed: 'open' } : {}),
  open: true,
  restsOn: basisOf(data),
  revision,
});

const endingAt = (
  session: SessionDocument | undefined,
  { data: { expiresAt }, revision }: At<SessionExtended>,
): SessionDocument | undefined => session && { ...session, expiresAt, revision };

/** The end of a session that ends earlier; what it will be told as is what was said last. */
const shortened = (
  session: SessionDocument | undefined,
  { data: { expiresAt, endsAs }, revision }: At<SessionShortened>,
): SessionDocument | undefined => {
  if (session === undefined) return undefined;
  const { endsAs: _, ...rest } = session;
  return { ...rest, expiresAt, ...(endsAs === undefined ? {} : { endsAs }), revision };
};

const closed = ({ open: _, restsOn: __, ...session }: SessionDocument): SessionDocument => session;

const ended = (
  session: SessionDocument,
  { data: { endedAt, endedBy, transferredTo, withheld }, revision }: At<IdentityCheckedIn>,
): SessionDocument => ({
  ...closed(session),
  endedAt,
  endedBy,
  ...(transferredTo === undefined ? {} : { transferredTo }),
  ...(withheld === undefined ? {} : { withheld }),
  revision,
});

const reviewOf = ({ reviewedBy, reviewerEmail, note, reviewedAt }: BreakGlassReviewed['data']) =>
  ({ status: 'closed', userId: reviewedBy, userEmail: reviewerEmail, note, time: reviewedAt }) as const;

export const sessions: Projector<SessionDocument> = {
  schema: SESSIONS,
  streams: { id: streamOfIdentityIn },
  ...following<SessionDocument, Fact>(({ data }) => [data.sessionId], {
    'keyledger.identity-checked-out.v1': (_, fact) => begun(fact, fact.revision),
    'keyledger.identity-checked-in.v1': (session, fact) => session && ended(session, fact),
    'keyledger.session-extended.v1': endingAt,
    'keyledger.session-shortened.v1': shortened,
    'keyledger.break-glass-reviewed.v1': (session, { data, revision }) =>
      session && { ...session, review: reviewOf(data), reviewed: 'closed', revision },
  }),
  // An owner who settles the loss ends them: nobody else could.
  losses: [
    {
      category: 'identity',
      where: (identityId) => [{ field: 'identityId', is: identityId }],
      left: (session, endedAt) => (session.open === true ? { ...closed(session), endedAt, endedBy: 'force' } : session),
    },
  ],
};
