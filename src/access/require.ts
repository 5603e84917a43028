import type { Permission } from '../domain/permissions';
import type { RoleAssignment } from '../domain/users/events';
import { entryOf } from '../kernel/entry-of';
import { refuse, type Refusal } from '../kernel/refusal';
import { judgedStep, type Tell } from '../kernel/judged-step';
import { whyHeld } from './why-held';
import { EVERYWHERE, holds, seesOrganization } from './permissions';
import type { CallerPermissions } from './caller-permissions';
import { assignmentGrounds } from './assignment-grounds';
import { adminGround, counts, ownerGround, supportGround } from './grounds';
import { isLetIn, outsideSupport, supportAccessOff } from './support';

/** The words are the same for what does not exist and for what is hidden. */
export const notFound = (what: string): Refusal => refuse('NOT_FOUND', `There is no such ${what}.`);

export const permissionDenied = (permission: Permission): Refusal =>
  refuse('PERMISSION_DENIED', `This needs the permission ${permission}.`, { permission });

/**
 * Somebody is refused for what they do not hold: as long as a group that might give it to them can't be read, nobody can say so.
 * Throws `StreamUnreadable` then.
 */
const certain = <R>(standing: CallerPermissions | undefined, refusal: R): R => {
  if (standing?.unreadable !== undefined) throw standing.unreadable;
  return refusal;
};

const roleGrounds = (standing: CallerPermissions, organizationId: string) => {
  const { userId, owner, admin } = standing;
  const isAlive = (assignment: RoleAssignment): boolean =>
    counts(organizationId)(assignment) && entryOf(standing.roles, assignment.roleId) !== undefined;
  if (owner) return [ownerGround(userId)];
  return admin
    ? [adminGround(userId)]
    : assignmentGrounds(standing, organizationId, standing.assignments.find(isAlive));
};

/** For a thing in an organization: 404 where the caller has no role at all, 403 for support that is not let in. */
export const requireRole = (
  standing: CallerPermissions | undefined,
  organizationId: string,
  what: string,
  tell?: Tell,
): Refusal | undefined => {
  if (standing === undefined) {
    return notFound(what);
  }
  const hidden = judgedStep(
    tell,
    seesOrganization(standing, organizationId) ? undefined : certain(standing, notFound(what)),
    () => ({
      step: 'role',
      passed: 'Has a role in the organization.',
      failed: `Has no role in the organization, so that the ${what} does not exist for this caller.`,
      on: roleGrounds(standing, organizationId),
    }),
  );
  if (hidden !== undefined || !standing.support) {
    return hidden;
  }
  return judgedStep(tell, isLetIn(standing, organizationId) ? undefined : supportAccessOff(), () => ({
    step: 'support-access',
    passed: 'Support is let into the organization.',
    on: [supportGround(organizationId)],
  }));
};

/** What somebody hears who holds a permission in no organization. */
export const deniedAnywhere = (standing: CallerPermissions | undefined, permission: Permission): Refusal =>
  standing?.letIn?.organizations().length === 0
    ? supportAccessOff('everywhere')
    : certain(standing, permissionDenied(permission));

/**
 * The first layer, for a thing in an organization: 404 where the caller has no role at all, 403 for support that is
 * not let in, or has a role without the permission.
 */
export const requirePermission = (
  standing: CallerPermissions | undefined,
  permission: Permission,
  organizationId: string,
  what: string,
  tell?: Tell,
): Refusal | undefined => {
  const hidden = requireRole(standing, organizationId, what, tell);
  if (hidden !== undefined || standing === undefined) {
    return hidden;
  }
  const denied = holds(standing, permission, organizationId)
    ? undefined
    : certain(standing, permissionDenied(permission));
  return judgedStep(tell, denied, () => ({ step: 'permission', ...whyHeld(standing, permission, organizationId) }));
};

/** For what belongs to the account as a whole: the permission must be held for all organizations. */
export const requireEverywhere = (
  standing: CallerPermissions | undefined,
  permission: Permission,
): Refusal | undefined =>
  outsideSupport(standing) ??
  (standing !== undefined && holds(standing, permission, EVERYWHERE)
    ? undefined
    : certain(standing, permissionDenied(permission)));

/** Only owners do this, and none that is support. */
export const requireOwner = (standing: CallerPermissions | undefined): Refusal | undefined =>
  outsideSupport(standing) ??
  (standing?.owner === true ? undefined : refuse('PERMISSION_DENIED', 'Only an account owner may do this.'));

/** What takes a person's judgement, or would let a machine make its own way up. `what`: "give grants". */
export const refuseMachine = (standing: CallerPermissions | undefined, what: string): Refusal | undefined =>
  standing?.machine === true
    ? refuse('PERMISSION_DENIED', `Machine callers never ${what}. Let a person do it.`)
    : undefined;

/** Only owners do this, in person. */
export const requireOwnerInPerson = (standing: CallerPermissions | undefined, what: string): Refusal | undefined =>
  requireOwner(standing) ?? refuseMachine(standing, what);
