import type { SessionBasis, SessionDocument } from '../../projections/sessions/document';
import type { GrantChanged, GrantRevoked } from '../domain/access-grants/events';
import type {
  IdpGroupRolesAssigned,
  IdpGroupTokensListed,
  OwnerRemoved,
  OwnerSuspended,
  RoleChanged,
  RoleDeleted,
} from '../domain/accounts/events';
import type { StreamDamageSettled } from '../domain/damage/events';
import type {
  IdpGroupDeleted,
  IdpGroupMemberRemoved,
  IdpUserChanged,
  IdpUserDeleted,
} from '../domain/directory/events';
import type { SupportAccessDisabled, SupportAccessExpired } from '../domain/support-access/events';
import type {
  UserLinked,
  UserMarkedAsSupport,
  UserRolesAssigned,
  UserSwitchedOff,
  UserUnlinked,
} from '../domain/users/events';
import { entryOf } from '../kernel/entry-of';
import { ourStream } from '../kernel/facts/our-streams';
import type { RecordedEvent } from '../kernel/recorded-event';
import type { Reactions } from './runner/policy';

/** Facts that may take from a session what it rests on. */
export type LostBasisFact =
  | GrantChanged
  | GrantRevoked
  | IdpGroupMemberRemoved
  | IdpGroupDeleted
  | IdpUserChanged
  | IdpUserDeleted
  | UserSwitchedOff
  | UserRolesAssigned
  | UserLinked
  | UserUnlinked
  | UserMarkedAsSupport
  | OwnerRemoved
  | OwnerSuspended
  | RoleChanged
  | RoleDeleted
  | IdpGroupRolesAssigned
  | IdpGroupTokensListed
  | SupportAccessDisabled
  | SupportAccessExpired
  | StreamDamageSettled;

/** Whether an open session may be touched by a loss. */
export type Among = (session: SessionDocument) => boolean;

const ofUser =
  (userId: string): Among =>
  (session) =>
    session.userId === userId;
/** A build that an older release fills does not tell what a session rests on: that one may be touched by anything. */
const resting =
  (isTouched: (basis: SessionBasis) => boolean): Among =>
  ({ restsOn }) =>
    restsOn === undefined || isTouched(restsOn);

/** A role may be anybody's. */
const everybody = (): Among => () => true;

/** Sessions that rest on a stream, by its category. What is passed over may have given a right as well as taken one. */
const ON_STREAM: Readonly<Record<string, (id: string) => Among>> = {
  account: everybody,
  // By groups it may have given a role as well, to whoever broke the glass.
  directory: everybody,
  // Whose e-mail led to which record is known to nobody any more.
  directoryEmail: everybody,
  supportAccess: everybody,
  // A group may have roles, and a role may be anybody's.
  directoryGroup: everybody,
  user: ofUser,
  vaultAccess: (identityGroupId) => (session) => session.identityGroupId === identityGroupId,
};

/** A fact, and what it is about. */
type About<D> = RecordedEvent & { readonly data: D };

/** To whom each loss is told, and which open sessions it may touch. */
export const losses = (tell: (loss: RecordedEvent, among: Among) => Promise<void>): Reactions<LostBasisFact> => {
  const toUser = (loss: About<{ userId: string }>) => tell(loss, ofUser(loss.data.userId));
  // Sessions without a grant, by which no record of the directory is known: of who broke the glass, and of owners.
  const toIdpUser = (loss: About<{ idpUserId: string }>) =>
    tell(
      loss,
      resting(({ grantId, idpUserId }) => grantId === undefined || idpUserId === loss.data.idpUserId),
    );
  const toGrant = (loss: About<{ grantId: string }>) =>
    tell(
      loss,
      resting(({ grantId }) => grantId === loss.data.grantId),
    );
  const toWindow = (loss: About<{ windowId: string }>) =>
    tell(
      loss,
      resting(({ supportWindowId }) => supportWindowId === loss.data.windowId),
    );
  const toEverybody = (loss: RecordedEvent) => tell(loss, everybody());
  return {
    'keyledger.grant-changed.v1': toGrant,
    'keyledger.grant-revoked.v1': toGrant,
    'keyledger.idp-group-member-removed.v1': toIdpUser,
    // Its roles may have carried whatever session.
    'keyledger.idp-group-deleted.v1': toEverybody,
    'keyledger.idp-group-roles-assigned.v1': toEverybody,
    'keyledger.idp-group-tokens-listed.v1': (loss) =>
      tell(
        loss,
        resting(({ groupId }) => groupId === loss.data.idpGroupId),
      ),
    'keyledger.idp-user-changed.v1': toIdpUser,
    'keyledger.idp-user-deleted.v1': toIdpUser,
    'keyledger.user-switched-off.v1': toUser,
    'keyledger.user-roles-assigned.v1': toUser,
    'keyledger.user-linked.v1': toUser,
    'keyledger.user-unlinked.v1': toUser,
    'keyledger.user-marked-as-support.v1': toUser,
    'keyledger.owner-removed.v1': toUser,
    'keyledger.owner-suspended.v1': toUser,
    'keyledger.role-changed.v1': toEverybody,
    'keyledger.role-deleted.v1': toEverybody,
    'keyledger.support-access-disabled.v1': toWindow,
    'keyledger.support-access-expired.v1': toWindow,
    'keyledger.stream-damage-settled.v1': async (loss) => {
      const { category = '', id = '' } = ourStream(loss.data.stream) ?? {};
      const among = entryOf(ON_STREAM, category)?.(id);
      if (among !== undefined) await tell(loss, among);
    },
  };
};
