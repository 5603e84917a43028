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
const certain = <R>(rights: CallerPermissions | undefined, refusal: R): R => {
  if (rights?.unreadable !== undefined) throw rights.unreadable;
  return refusal;
};

const roleGrounds = (rights: CallerPermissions, organizationId: string) => {
  const { userId, owner, admin } = rights;
  const isAlive = (assignment: RoleAssignment): boolean =>
    counts(organizationId)(assignment) && entryOf(rights.roles, assignment.roleId) !== undefined;
  if (owner) return [ownerGround(userId)];
  return admin ? [adminGround(userId)] : assignmentGrounds(rights, organizationId, rights.assignments.find(isAlive));
};

/** For a thing in an organization: 404 where the caller has no role at all, 403 for support that is not let in. */
export const requireRole = (
  rights: CallerPermissions | undefined,
  organizationId: string,
  what: string,
  tell?: Tell,
): Refusal | undefined => {
  if (rights === undefined) {
    return notFound(what);
  }
  const hidden = judgedStep(
    tell,
    seesOrganization(rights, organizationId) ? undefined : certain(rights, notFound(what)),
    () => ({
      step: 'role',
      passed: 'Has a role in the organization.',
      failed: `Has no role in the organization, so that the ${what} does not exist for this caller.`,
      on: roleGrounds(rights, organizationId),
    }),
  );
  if (hidden !== undefined || !rights.support) {
    return hidden;
  }
  return judgedStep(tell, isLetIn(rights, organizationId) ? undefined : supportAccessOff(), () => ({
    step: 'support-access',
    passed: 'Support is let into the organization.',
    on: [supportGround(organizationId)],
  }));
};

/** What somebody hears who holds a permission in no organization. */
export const deniedAnywhere = (rights: CallerPermissions | undefined, permission: Permission): Refusal =>
  rights?.letIn?.organizations().length === 0
    ? supportAccessOff('everywhere')
    : certain(rights, permissionDenied(permission));

/**
 * The first layer, for a thing in an organization: 404 where the caller has no role at all, 403 for support that is
 * not let in, or has a role without the permission.
 */
export const requirePermission = (
  rights: CallerPermissions | undefined,
  permission: Permission,
  organizationId: string,
  what: string,
  tell?: Tell,
): Refusal | undefined => {
  const hidden = requireRole(rights, organizationId, what, tell);
  if (hidden !== undefined || rights === undefined) {
    return hidden;
  }
  const denied = holds(rights, permission, organizationId) ? undefined : certain(rights, permissionDenied(permission));
  return judgedStep(tell, denied, () => ({ step: 'permission', ...whyHeld(rights, permission, organizationId) }));
};

/** For what belongs to the account as a whole: the permission must be held for all organizations. */
export const requireEverywhere = (rights: CallerPermissions | undefined, permission: Permission): Refusal | undefined =>
  outsideSupport(rights) ??
  (rights !== undefined && holds(rights, permission, EVERYWHERE)
    ? undefined
    : certain(rights, permissionDenied(permission)));

/** Only owners do this, and none that is support. */
export const requireOwner = (rights: CallerPermissions | undefined): Refusal | undefined =>
  outsideSupport(rights) ??
  (rights?.owner === true ? undefined : refuse('PERMISSION_DENIED', 'Only an account owner may do this.'));

/** What takes a person's judgement, or would let a machine make its own way up. `what`: "give grants". */
export const refuseMachine = (rights: CallerPermissions | undefined, what: string): Refusal | undefined =>
  rights?.machine === true
    ? refuse('PERMISSION_DENIED', `Machine callers never ${what}. Let a person do it.`)
    : undefined;

/** Only owners do this, in person. */
export const requireOwnerInPerson = (rights: CallerPermissions | undefined, what: string): Refusal | undefined =>
  requireOwner(rights) ?? refuseMachine(rights, what);
