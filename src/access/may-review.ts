import { isSameEmail } from '../kernel/fold-email';
import { refuse, type Refusal } from '../kernel/refusal';
import { holds, isEverywhere } from './permissions';
import { refuseMachine, requirePermission } from './require';
import type { CallerPermissions } from './caller-permissions';
import { isLetIn } from './support';

/**
 * Owners and admins of the account, and whoever manages the vaults of an organization, look at what was done behind broken
 * glass; support only where it is let in.
 */
export const isReviewer = (standing: CallerPermissions, organizationId: string): boolean =>
  standing.machine !== true &&
  isLetIn(standing, organizationId) &&
  (isEverywhere(standing) || holds(standing, 'pam_vaults.manage', organizationId));

/** A reviewer, and somebody else than whose session it was, under whatever account. */
export const requireReviewer = (
  standing: CallerPermissions | undefined,
  { organizationId, userId, userEmail }: { organizationId: string; userId: string; userEmail: string },
): Refusal | undefined => {
  if (standing === undefined || !isReviewer(standing, organizationId)) {
    return (
      requirePermission(standing, 'pam_vaults.manage', organizationId, 'session') ?? refuseMachine(standing, 'review')
    );
  }
  return standing.userId === userId || isSameEmail(standing.email, userEmail)
    ? refuse('PERMISSION_DENIED', 'Somebody else than its user reviews a break-glass session.')
    : undefined;
};
