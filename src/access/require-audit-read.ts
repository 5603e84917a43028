import type { Refusal } from '../kernel/refusal';
import type { CallerPermissions } from './caller-permissions';
import { requireEverywhere, requirePermission } from './require';

/** May somebody read facts of an organization; without one, all there are? */
export const requireAuditRead = (
  standing: CallerPermissions | undefined,
  organizationId: string | undefined,
): Refusal | undefined =>
  organizationId === undefined
    ? requireEverywhere(standing, 'pam_audit.read')
    : requirePermission(standing, 'pam_audit.read', organizationId, 'organization');
