import { EVERYWHERE, isEverywhere, seesOrganization } from './permissions';
import { entryOf } from '../kernel/entry-of';
import type { CallerPermissions } from './caller-permissions';

/** The organizations in which somebody has a role: the others do not exist for them. Of support: those that let it in. */
export const visibleOrganizations = (standing: CallerPermissions): typeof EVERYWHERE | readonly string[] => {
  if (standing.letIn !== undefined) {
    return standing.letIn.organizations().filter((organizationId) => seesOrganization(standing, organizationId));
  }
  const alive = standing.assignments.filter(({ roleId }) => entryOf(standing.roles, roleId) !== undefined);
  if (isEverywhere(standing) || alive.some(({ organizationId }) => organizationId === undefined)) {
    return EVERYWHERE;
  }
  return [...new Set(alive.flatMap(({ organizationId }) => (organizationId === undefined ? [] : [organizationId])))];
};
