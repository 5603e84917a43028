import type { GrantChanged, GrantRevoked } from '../domain/access-grants/events';
import type { OwnerRemoved, OwnerSuspended, RoleChanged, RoleDeleted } from '../domain/accounts/events';
import type {
  IdpGroupDeleted,
  IdpGroupMemberRemoved,
  IdpUserChanged,
  IdpUserDeleted,
} from '../domain/directory/events';
import type { UserRolesAssigned, UserSwitchedOff } from '../domain/users/events';
import type { Condition } from '../kernel/read-model';
import type { RecordedEvent } from '../kernel/recorded-event';
import type { Reactions } from './runner/policy';

/** Facts that may take from a session what it rests on. */
export type Loss =
  | GrantChanged
  | GrantRevoked
  | IdpGroupMemberRemoved
  | IdpGroupDeleted
  | IdpUserChanged
  | IdpUserDeleted
  | UserSwitchedOff
  | UserRolesAssigned
  | OwnerRemoved
  | OwnerSuspended
  | RoleChanged
  | RoleDeleted;

/** A fact, and what it is about. */
type About<D> = RecordedEvent & { readonly data: D };

/** To whom each loss is told, with the conditions by which the open sessions it may touch are found. */
export const losses = (tell: (loss: RecordedEvent, among: readonly Condition[]) => Promise<void>): Reactions<Loss> => {
  const ofUser = (loss: About<{ userId: string }>) => tell(loss, [{ field: 'userId', is: loss.data.userId }]);
  const ofIdpUser = (loss: About<{ idpUserId: string }>) =>
    tell(loss, [{ field: 'idpUserId', is: loss.data.idpUserId }]);
  const ofGrant = (loss: About<{ grantId: string }>) => tell(loss, [{ field: 'grantId', is: loss.data.grantId }]);
  /** A role may be anybody's. */
  const ofEverybody = (loss: RecordedEvent) => tell(loss, []);
  return {
    'keyledger.grant-changed.v1': ofGrant,
    'keyledger.grant-revoked.v1': ofGrant,
    'keyledger.idp-group-member-removed.v1': (loss) =>
      tell(loss, [
        { field: 'groupId', is: loss.data.idpGroupId },
        { field: 'idpUserId', is: loss.data.idpUserId },
      ]),
    'keyledger.idp-group-deleted.v1': (loss) => tell(loss, [{ field: 'groupId', is: loss.data.idpGroupId }]),
    'keyledger.idp-user-changed.v1': ofIdpUser,
    'keyledger.idp-user-deleted.v1': ofIdpUser,
    'keyledger.user-switched-off.v1': ofUser,
    'keyledger.user-roles-assigned.v1': ofUser,
    'keyledger.owner-removed.v1': ofUser,
    'keyledger.owner-suspended.v1': ofUser,
    'keyledger.role-changed.v1': ofEverybody,
    'keyledger.role-deleted.v1': ofEverybody,
  };
};
