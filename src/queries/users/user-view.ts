import type { UserDocument } from '../../../projections/users/document';
import { entryOf } from '../../kernel/entry-of';
import { seesOrganization } from '../../access/permissions';
import type { ToldRoleByGroup } from '../../access/told-group-roles';
import type { CallerPermissions } from '../../access/caller-permissions';

export interface UserView extends Omit<UserDocument, 'account' | 'revision'> {
  /** Roles by IDP groups; told of one user alone, not in lists. */
  readonly rolesByGroup?: readonly ToldRoleByGroup[];
}

/**
 * A user as somebody may see it: without the assignments of roles that were deleted since, which give nothing, and of
 * organizations that do not exist for who asks.
 */
export const userView = (
  { account: _a, revision: _r, ...user }: UserDocument,
  caller: CallerPermissions,
): UserView => ({
  ...user,
  roles: user.roles.filter(
    ({ roleId, organizationId }) =>
      entryOf(caller.roles, roleId) !== undefined &&
      (organizationId === undefined || seesOrganization(caller, organizationId)),
  ),
});
