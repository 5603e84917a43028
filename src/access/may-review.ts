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
export const isReviewer = (rights: CallerPermissions, organizationId: string): boolean =>
  rights.machine !== true &&
  isLetIn(rights, organizationId) &&
  (isEverywhere(rights) || holds(rights, 'pam_vaults.manage', organizationId));

/** A reviewer, and somebody else than whose session it was, under whatever account. */
export const requireReviewer = (
  rights: CallerPermissions | undefined,
  { organizationId, userId, userEmail }: { organizationId: string; userId: string; userEmail: string },
): Refusal | undefined => {
  if (rights === undefined || !isReviewer(rights, organizationId)) {
    return requirePermission(rights, 'pam_vaults.manage', organizationId, 'session') ?? refuseMachine(rights, 'review');
  }
  return rights.userId === userId || isSameEmail(rights.email, userEmail)
    ? refuse('PERMISSION_DENIED', 'Somebody else than its user reviews a break-glass session.')
    : undefined;
};
