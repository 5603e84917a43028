import type { UserDocument } from '../../../projections/users/document';
import { entryOf } from '../../kernel/entry-of';
import type { Standing } from '../../access/standing';

export type UserView = Omit<UserDocument, 'account' | 'revision'>;

/** A user without the assignments of roles that were deleted since: those give nothing. */
export const userView = ({ account: _a, revision: _r, ...user }: UserDocument, roles: Standing['roles']): UserView => ({
  ...user,
  roles: user.roles.filter(({ roleId }) => entryOf(roles, roleId) !== undefined),
});
