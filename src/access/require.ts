import type { Permission } from '../domain/permissions';
import { refuse, type Refusal } from '../kernel/refusal';
import { EVERYWHERE, holds, seesOrganization } from './permissions';
import type { CallerPermissions } from './caller-permissions';
import { isLetIn, outsideSupport, supportAccessOff } from './support';

/** The words are the same for what does not exist and for what is hidden. */
export const notFound = (what: string): Refusal => refuse('NOT_FOUND', `There is no such ${what}.`);

export const permissionDenied = (permission: Permission): Refusal =>
  refuse('PERMISSION_DENIED', `This needs the permission ${permission}.`, { permission });

/** For a thing in an organization: 404 where the caller has no role at all, 403 where he is support that is not let in. */
export const requireRole = (
  standing: CallerPermissions | undefined,
  organizationId: string,
  what: string,
): Refusal | undefined => {
  if (standing === undefined || !seesOrganization(standing, organizationId)) {
    return notFound(what);
  }
  return isLetIn(standing, organizationId) ? undefined : supportAccessOff();
};

/** What somebody hears who holds a permission in no organization. */
export const deniedAnywhere = (standing: CallerPermissions | undefined, permission: Permission): Refusal =>
  standing?.letIn?.organizations().length === 0 ? supportAccessOff('everywhere') : permissionDenied(permission);

/**
 * The first layer, for a thing in an organization: 404 where the caller has no role at all, 403 where he is support that is
 * not let in, or has a role without the permission.
 */
export const requirePermission = (
  standing: CallerPermissions | undefined,
  permission: Permission,
  organizationId: string,
  what: string,
): Refusal | undefined =>
  requireRole(standing, organizationId, what) ??
  (standing !== undefined && holds(standing, permission, organizationId) ? undefined : permissionDenied(permission));

/** For what belongs to the account as a whole: the permission must be held for all organizations. */
export const requireEverywhere = (
  standing: CallerPermissions | undefined,
  permission: Permission,
): Refusal | undefined =>
  outsideSupport(standing) ??
  (standing !== undefined && holds(standing, permission, EVERYWHERE) ? undefined : permissionDenied(permission));

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
