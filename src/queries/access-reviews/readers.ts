import { EVERYWHERE, holds, organizationsWith } from '../../access/permissions';
import { deniedAnywhere, notFound, requirePermission, requireRole } from '../../access/require';
import type { CallerPermissions } from '../../access/caller-permissions';
import { RefusedError } from '../../kernel/refused-error';

/** Who reads reviews of access in an organization: who manages vaults there, or audits. Throws {@link RefusedError}. */
export const requireReviewReader = (
  rights: CallerPermissions,
  organizationId: string | undefined,
  what: string,
): void => {
  const refusal =
    organizationId === undefined
      ? notFound(what)
      : (requireRole(rights, organizationId, what) ??
        (holds(rights, 'pam_audit.read', organizationId)
          ? undefined
          : requirePermission(rights, 'pam_vaults.manage', organizationId, what)));
  if (refusal !== undefined) {
    throw new RefusedError(refusal);
  }
};

/** The organizations whose reviews somebody reads; throws {@link RefusedError} when there is none. */
export const readableOrganizations = (rights: CallerPermissions): typeof EVERYWHERE | readonly string[] => {
  const audited = organizationsWith(rights, 'pam_audit.read');
  const managed = organizationsWith(rights, 'pam_vaults.manage');
  if (audited === EVERYWHERE || managed === EVERYWHERE) {
    return EVERYWHERE;
  }
  const all = [...new Set([...audited, ...managed])];
  if (all.length === 0) {
    throw new RefusedError(deniedAnywhere(rights, 'pam_vaults.manage'));
  }
  return all;
};
