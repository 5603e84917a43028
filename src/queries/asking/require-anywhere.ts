import { organizationsWith, type Permission } from '../../access/permissions';
import { permissionDenied } from '../../access/require';
import type { Standing } from '../../access/standing';
import { outsideSupport } from '../../access/support';
import { Refused } from '../../kernel/refused';

/** For reading what belongs to no organization: one of the permissions, held in whichever, by who is no support. Throws {@link Refused}. */
export const requireAnywhere = (standing: Standing, first: Permission, ...others: readonly Permission[]): void => {
  const outside = outsideSupport(standing);
  if (outside !== undefined) {
    throw new Refused(outside);
  }
  if (![first, ...others].some((permission) => organizationsWith(standing, permission).length > 0)) {
    throw new Refused(permissionDenied(first));
  }
};
