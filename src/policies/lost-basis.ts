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
import type { Condition } from '../kernel/read-model';
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

const ofUser = (userId: string): readonly Condition[] => [{ field: 'userId', is: userId }];
const ofIdpUser = (idpUserId: string): readonly Condition[] => [{ field: 'idpUserId', is: idpUserId }];
/** Sessions without a grant, by which no record of the directory is known: of who broke the glass, and of owners. */
const BY_PERMISSION: readonly Condition[] = [{ field: 'grantId', absent: true }];
/** A role may be anybody's. */
const everybody = (): readonly Condition[] => [];

/** Sessions that rest on a stream, by its category. What is passed over may have given a right as well as taken one. */
const ON_STREAM: Readonly<Record<string, (id: string) => readonly Condition[]>> = {
  account: everybody,
  // By groups it may have given a role as well, to whoever broke the glass.
  directory: everybody,
  // Whose e-mail led to which record is known to nobody any more.
  directoryEmail: everybody,
  supportAccess: everybody,
  // A group may have roles, and a role may be anybody's.
  directoryGroup: everybody,
  user: ofUser,
  vaultAccess: (identityGroupId) => [{ field: 'identityGroupId', is: identityGroupId }],
};

/** A fact, and what it is about. */
type About<D> = RecordedEvent & { readonly data: D };

/** To whom each loss is told, with the conditions by which the open sessions it may touch are found. */
export const losses = (
  tell: (loss: RecordedEvent, among: readonly Condition[]) => Promise<void>,
): Reactions<LostBasisFact> => {
  const toUser = (loss: About<{ userId: string }>) => tell(loss, ofUser(loss.data.userId));
  const toIdpUser = async (loss: About<{ idpUserId: string }>) => {
    await tell(loss, ofIdpUser(loss.data.idpUserId));
    await tell(loss, BY_PERMISSION);
  };
  const toGrant = (loss: About<{ grantId: string }>) => tell(loss, [{ field: 'grantId', is: loss.data.grantId }]);
  const toWindow = (loss: About<{ windowId: string }>) =>
    tell(loss, [{ field: 'supportWindowId', is: loss.data.windowId }]);
  const toEverybody = (loss: RecordedEvent) => tell(loss, everybody());
  return {
    'keyledger.grant-changed.v1': toGrant,
    'keyledger.grant-revoked.v1': toGrant,
    'keyledger.idp-group-member-removed.v1': toIdpUser,
    // Its roles may have carried whatever session.
    'keyledger.idp-group-deleted.v1': toEverybody,
    'keyledger.idp-group-roles-assigned.v1': toEverybody,
    'keyledger.idp-group-tokens-listed.v1': (loss) => tell(loss, [{ field: 'groupId', is: loss.data.idpGroupId }]),
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
