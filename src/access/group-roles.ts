import { account, type AccountState } from '../domain/accounts/state';
import { idpGroup, type IdpGroupState } from '../domain/directory/state';
import type { RoleAssignment } from '../domain/users/events';
import { StreamUnreadable } from '../kernel/stream-unreadable';
import type { Loaded, View } from '../kernel/stream-reader';
import { assertStillThere } from './not-lost';
import { directoryRecordOf } from './record-of-email';
import { unlessUnreadable } from './unless-unreadable';

/** The IDP group by which somebody has a role, and the record of theirs that is in it. */
export interface RoleGroup {
  readonly idpGroupId: string;
  readonly name: string;
  readonly idpUserId: string;
}

/** A role that somebody has: their own, or that of a group of theirs. */
export interface HeldAssignment extends RoleAssignment {
  /** Absent: it was given to the person alone. */
  readonly byGroup?: RoleGroup;
}

/** A group with roles as it stands. */
export interface GroupWithRoles {
  readonly idpGroupId: string;
  readonly state: IdpGroupState;
  readonly roles: readonly RoleAssignment[];
}

/** Whose memberships were asked for, and of which groups. */
export interface SearchedGroups {
  readonly idpUserId: string;
  readonly idpGroupIds: readonly string[];
}

interface Found<T> {
  readonly found: readonly T[];
  readonly searched?: SearchedGroups;
  /** Of what else there is nobody can say. */
  readonly unreadable?: StreamUnreadable;
}

const groupOf = async (view: View, idpGroupId: string): Promise<Loaded<IdpGroupState>> => {
  const loaded = await view.load(idpGroup, idpGroupId);
  // Roles are given to groups that were made.
  assertStillThere(view, loaded, 'the account');
  return loaded;
};

/** The groups with roles that a record is in, whether it is switched on or not; what was deleted has nobody in it. */
const groupsAround = async (
  view: View,
  { groupRoles }: Pick<AccountState, 'groupRoles'>,
  idpUserId: string,
): Promise<Found<GroupWithRoles>> => {
  const judged = await Promise.all(
    Object.entries(groupRoles).map(async ([idpGroupId, { roles }]) => {
      const loaded = await unlessUnreadable(groupOf(view, idpGroupId));
      return loaded instanceof StreamUnreadable ? loaded : { idpGroupId, state: loaded.state, roles };
    }),
  );
  const unreadable = judged.find((each) => each instanceof StreamUnreadable);
  const found = judged.flatMap((each) =>
    !(each instanceof StreamUnreadable) && each.state.status === 'active' && each.state.members.has(idpUserId)
      ? [each]
      : [],
  );
  return unreadable === undefined ? { found } : { found, unreadable };
};

/** The same, for what must be known for certain. Throws {@link StreamUnreadable}. */
export const roleGroupsOf = async (view: View, idpUserId: string): Promise<readonly GroupWithRoles[]> => {
  const { found, unreadable } = await groupsAround(view, (await view.load(account)).state, idpUserId);
  if (unreadable !== undefined) throw unreadable;
  return found;
};

/**
 * The roles that the person with an e-mail has by groups: those of every group that the active record with this e-mail is in,
 * as the log says now. A group that can't be read gives nothing, and is told: it keeps nobody out who does not need it.
 */
export const assignmentsByGroup = async (
  view: View,
  whole: Pick<AccountState, 'groupRoles'>,
  email: string,
): Promise<Found<HeldAssignment>> => {
  if (email === '' || Object.keys(whole.groupRoles).length === 0) return { found: [] };
  const record = await unlessUnreadable(directoryRecordOf(view, view.digest, email));
  if (record instanceof StreamUnreadable) return { found: [], unreadable: record };
  if (record === undefined) return { found: [] };
  const { idpUserId } = record;
  const searched = { idpUserId, idpGroupIds: Object.keys(whole.groupRoles) };
  if (record.state.status !== 'active') return { found: [], searched };
  const { found, ...rest } = await groupsAround(view, whole, idpUserId);
  const byGroups = found.flatMap(({ idpGroupId, state: { name }, roles }) =>
    roles.map((role) => ({ ...role, byGroup: { idpGroupId, name, idpUserId } })),
  );
  return { ...rest, searched, found: byGroups };
};

/** Groups that were deleted and have roles still, which reach nobody. What can't be read counts as there. */
export const deletedGroupsWithRoles = async (view: View): Promise<readonly string[]> => {
  const ids = Object.keys((await view.load(account)).state.groupRoles);
  const loaded = await Promise.all(ids.map((id) => unlessUnreadable(view.load(idpGroup, id))));
  return ids.filter((_, n) => {
    const each = loaded[n];
    return each !== undefined && !(each instanceof StreamUnreadable) && each.state.status === 'deleted';
  });
};
