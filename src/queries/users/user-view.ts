import type { UserDocument } from '../../../projections/users/document';
import { entryOf } from '../../kernel/entry-of';
import { seesOrganization } from '../../access/permissions';
import type { Standing } from '../../access/standing';

export type UserView = Omit<UserDocument, 'account' | 'revision'>;

/**
 * A user as somebody may see him: without the assignments of roles that were deleted since, which give nothing, and of
 * organizations that do not exist for who asks.
 */
export const userView = ({ account: _a, revision: _r, ...user }: UserDocument, asker: Standing): UserView => ({
  ...user,
  roles: user.roles.filter(
    ({ roleId, organizationId }) =>
      entryOf(asker.roles, roleId) !== undefined &&
      (organizationId === undefined || seesOrganization(asker, organizationId)),
  ),
});
