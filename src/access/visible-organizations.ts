import { EVERYWHERE, isEverywhere, seesOrganization } from './permissions';
import { entryOf } from '../kernel/entry-of';
import type { CallerPermissions } from './caller-permissions';

/** The organizations in which somebody has a role: the others do not exist for them. Of support: those that let it in. */
export const visibleOrganizations = (rights: CallerPermissions): typeof EVERYWHERE | readonly string[] => {
  if (rights.letIn !== undefined) {
    return rights.letIn.organizations().filter((organizationId) => seesOrganization(rights, organizationId));
  }
  const alive = rights.assignments.filter(({ roleId }) => entryOf(rights.roles, roleId) !== undefined);
  if (isEverywhere(rights) || alive.some(({ organizationId }) => organizationId === undefined)) {
    return EVERYWHERE;
  }
  return [...new Set(alive.flatMap(({ organizationId }) => (organizationId === undefined ? [] : [organizationId])))];
};
