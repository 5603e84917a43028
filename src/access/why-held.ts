import { ADMIN_PERMISSIONS, type Permission } from '../domain/permissions';
import { entryOf } from '../kernel/entry-of';
import type { StepWords } from '../kernel/judged-step';
import type { CallerPermissions } from './caller-permissions';
import { assignmentGrounds } from './assignment-grounds';
import { adminGround, kindGround, ownerGround } from './grounds';
import { heldThrough } from './held-through';
import { holds, OWN_PEOPLE } from './permissions';

const failedBecause = ({ narrowed, machine, support }: CallerPermissions, permission: Permission): string => {
  if (narrowed !== undefined && !narrowed.permissions.includes(permission)) {
    return `The token that was used does not carry ${permission}.`;
  }
  if (OWN_PEOPLE.includes(permission) && (machine === true || support)) {
    return `${machine === true ? 'Machine callers' : 'People of the support'} never have ${permission}, whatever their roles hold.`;
  }
  return `None of the roles assigned in the organization holds ${permission}.`;
};

const passedBecause = (rights: CallerPermissions, permission: Permission, organizationId: string): string => {
  const { owner, admin, narrowed } = rights;
  if (owner || narrowed?.owner === true) return `An account owner holds ${permission}.`;
  if ((admin || narrowed?.admin === true) && ADMIN_PERMISSIONS.includes(permission)) {
    return `An account admin holds ${permission}.`;
  }
  const through = heldThrough(rights, permission, organizationId);
  const role = entryOf(rights.roles, through?.roleId)?.name;
  const place = through?.organizationId === undefined ? 'in all organizations' : 'in this organization';
  const group = through?.byGroup === undefined ? '' : `, as a member of the IDP group “${through.byGroup.name}”`;
  return `Holds ${permission} by the role “${role}”, ${place}${group}.`;
};

/** Why somebody holds a permission in an organization, or does not, and what was looked at. */
export const whyHeld = (
  rights: CallerPermissions,
  permission: Permission,
  organizationId: string,
): Omit<StepWords, 'step'> => {
  const { userId } = rights;
  const isOwner = rights.owner || rights.narrowed?.owner === true;
  const isAdmin = (rights.admin || rights.narrowed?.admin === true) && ADMIN_PERMISSIONS.includes(permission);
  const held = holds(rights, permission, organizationId);
  const byFlag = isOwner ? [ownerGround(userId)] : isAdmin ? [adminGround(userId)] : undefined;
  const isBarred = OWN_PEOPLE.includes(permission) && (rights.machine === true || rights.support);
  return {
    passed: held ? passedBecause(rights, permission, organizationId) : '',
    failed: failedBecause(rights, permission),
    on: isBarred
      ? [kindGround(userId)]
      : (byFlag ?? assignmentGrounds(rights, organizationId, heldThrough(rights, permission, organizationId))),
  };
};
