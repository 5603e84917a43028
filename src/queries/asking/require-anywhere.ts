import { organizationsWith, type Permission } from '../../access/permissions';
import { permissionDenied } from '../../access/require';
import type { Standing } from '../../access/standing';
import { Refused } from '../../kernel/refused';

/** For reading what belongs to no organization: one of the permissions, held in whichever. Throws {@link Refused}. */
export const requireAnywhere = (standing: Standing, first: Permission, ...others: readonly Permission[]): void => {
  if (![first, ...others].some((permission) => organizationsWith(standing, permission).length > 0)) {
    throw new Refused(permissionDenied(first));
  }
};
