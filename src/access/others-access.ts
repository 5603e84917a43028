import type { Refusal } from '../kernel/refusal';
import type { CallerPermissions } from './caller-permissions';
import { EVERYWHERE, holds, organizationsWith } from './permissions';
import { deniedAnywhere, permissionDenied, requireRole } from './require';

const EITHER = ['pam_vaults.manage', 'pam_audit.read'] as const;

export const mayKnowOfOthers = (rights: CallerPermissions, organizationId: string): boolean =>
  EITHER.some((permission) => holds(rights, permission, organizationId));

/** What others may reach and have seen is for who manages vaults there, or audits what is done there. */
export const requireOthersAccess = (
  rights: CallerPermissions,
  organizationId: string,
  what: string,
): Refusal | undefined =>
  requireRole(rights, organizationId, what) ??
  (mayKnowOfOthers(rights, organizationId) ? undefined : permissionDenied(EITHER[0]));

/** The organizations in which somebody may know it of others. Refused: there is none. */
export const othersAccessIn = (rights: CallerPermissions): typeof EVERYWHERE | readonly string[] | Refusal => {
  const [managed, audited] = EITHER.map((permission) => organizationsWith(rights, permission));
  if (managed === EVERYWHERE || audited === EVERYWHERE) return EVERYWHERE;
  const all = [...new Set([...(managed ?? []), ...(audited ?? [])])];
  return all.length === 0 ? deniedAnywhere(rights, EITHER[0]) : all;
};
