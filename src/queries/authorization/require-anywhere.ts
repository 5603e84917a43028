import { organizationsWith, type Permission } from '../../access/permissions';
import { permissionDenied } from '../../access/require';
import type { CallerPermissions } from '../../access/caller-permissions';
import { outsideSupport } from '../../access/support';
import { RefusedError } from '../../kernel/refused-error';

/** For reading what belongs to no organization: one of the permissions, held in whichever, by who is no support. Throws {@link RefusedError}. */
export const requireAnywhere = (
  rights: CallerPermissions,
  first: Permission,
  ...others: readonly Permission[]
): void => {
  const outside = outsideSupport(rights);
  if (outside !== undefined) {
    throw new RefusedError(outside);
  }
  if (![first, ...others].some((permission) => organizationsWith(rights, permission).length > 0)) {
    throw new RefusedError(permissionDenied(first));
  }
};
