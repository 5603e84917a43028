import { organization } from '../domain/organizations/state';
import { assignmentsBeside } from '../domain/users/decide';
import type { RoleAssignment } from '../domain/users/events';
import { entryOf } from '../kernel/entry-of';
import { isRefusal, refuse, type Refusal } from '../kernel/refusal';
import type { View } from '../kernel/stream-reader';
import type { CallerPermissions } from './caller-permissions';
import { mayAssign } from './no-way-up';
import { organizationsWith, seesOrganization } from './permissions';
import { deniedAnywhere, notFound } from './require';
import { refuseSupport } from './support';

/** Who gives roles at all: `accounts.manage` in some organization, and nobody of the support. */
export const requireRoleGiver = (rights: CallerPermissions | undefined): CallerPermissions | Refusal =>
  rights === undefined || organizationsWith(rights, 'accounts.manage').length === 0
    ? deniedAnywhere(rights, 'accounts.manage')
    : (refuseSupport(rights, 'gives roles') ?? rights);

/** One where the caller has no role answers like one that does not exist. */
const exists = async (view: View, rights: CallerPermissions, organizationId: string): Promise<boolean> => {
  const { state } = await view.load(organization, organizationId);
  return state.status === 'active' && seesOrganization(rights, organizationId);
};

/** Of the assignments that are new: each must name what exists, and be the caller's to give. */
const refusalOf = async (
  view: View,
  rights: CallerPermissions,
  given: readonly RoleAssignment[],
): Promise<Refusal | undefined> => {
  for (const assignment of given) {
    const { roleId, organizationId } = assignment;
    if (entryOf(rights.roles, roleId) === undefined) {
      return notFound('role');
    }
    if (organizationId !== undefined && !(await exists(view, rights, organizationId))) {
      return notFound('organization');
    }
    if (!mayAssign(rights, assignment)) {
      return refuse(
        'PERMISSION_DENIED',
        'You may not give this role there: it takes accounts.manage and every permission of the role.',
        { permission: 'accounts.manage' },
      );
    }
  }
  return undefined;
};

const sees = (rights: CallerPermissions, organizationId: string | undefined): boolean =>
  organizationId === undefined || seesOrganization(rights, organizationId);

/** What somebody's assignments become where the caller wants these: those the caller may not give or take stay as they are. */
export const judgeAssignments = async (
  view: View,
  rights: CallerPermissions,
  present: readonly RoleAssignment[],
  asked: readonly RoleAssignment[],
): Promise<readonly RoleAssignment[] | Refusal> => {
  const wanted = asked.filter((role, i) => assignmentsBeside([role], asked.slice(0, i)).length > 0);
  const gone = wanted.some(({ roleId }) => entryOf(rights.roles, roleId) === undefined);
  // One that is hidden from the caller answers as if it were not there, though it is held.
  const seen = present.filter(({ organizationId }) => sees(rights, organizationId));
  const refusal = gone ? notFound('role') : await refusalOf(view, rights, assignmentsBeside(wanted, seen));
  if (isRefusal(refusal)) return refusal;
  const kept = assignmentsBeside(present, wanted).filter((role) => !mayAssign(rights, role));
  return [...kept, ...wanted];
};
