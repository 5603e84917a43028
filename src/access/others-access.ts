import type { Refusal } from '../kernel/refusal';
import type { CallerPermissions } from './caller-permissions';
import { holds } from './permissions';
import { permissionDenied, requireRole } from './require';

const EITHER = ['pam_vaults.manage', 'pam_audit.read'] as const;

export const mayKnowOfOthers = (standing: CallerPermissions, organizationId: string): boolean =>
  EITHER.some((permission) => holds(standing, permission, organizationId));

/** What others may reach and have seen is for who manages vaults there, or audits what is done there. */
export const requireOthersAccess = (
  standing: CallerPermissions,
  organizationId: string,
  what: string,
): Refusal | undefined =>
  requireRole(standing, organizationId, what) ??
  (mayKnowOfOthers(standing, organizationId) ? undefined : permissionDenied(EITHER[0]));
