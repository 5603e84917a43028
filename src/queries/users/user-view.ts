import type { UserDocument } from '../../../projections/users/document';
import { entryOf } from '../../kernel/entry-of';
import { without } from '../../kernel/without';
import { seesOrganization } from '../../access/permissions';
import type { ToldRoleByGroup } from '../../access/told-group-roles';
import type { CallerPermissions } from '../../access/caller-permissions';

const HIDDEN = ['account', 'revision'] as const;
const hidden = new Set(HIDDEN);

export interface UserView extends Omit<UserDocument, (typeof HIDDEN)[number]> {
  /** Roles by IDP groups; told of one user alone, not in lists. */
  readonly rolesByGroup?: readonly ToldRoleByGroup[];
}

/**
 * A user as somebody may see it: without the assignments of roles that were deleted since, which give nothing, and of
 * organizations that do not exist for who asks.
 */
export const userView = (user: UserDocument, caller: CallerPermissions): UserView =>
  Object.assign(without(user, hidden), {
    roles: user.roles.filter(
      ({ roleId, organizationId }) =>
        entryOf(caller.roles, roleId) !== undefined &&
        (organizationId === undefined || seesOrganization(caller, organizationId)),
    ),
  });
