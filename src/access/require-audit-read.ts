import type { Refusal } from '../kernel/refusal';
import type { CallerPermissions } from './caller-permissions';
import { requireEverywhere, requirePermission } from './require';

/** May somebody read facts of an organization; without one, all there are? */
export const requireAuditRead = (
  rights: CallerPermissions | undefined,
  organizationId: string | undefined,
): Refusal | undefined =>
  organizationId === undefined
    ? requireEverywhere(rights, 'pam_audit.read')
    : requirePermission(rights, 'pam_audit.read', organizationId, 'organization');
