import { checkOut } from '../../domain/identities/decide/check-out';
import type { RotationStart } from '../../domain/identities/decide/rotation';
import type { IdentityEvent } from '../../domain/identities/events';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import type { CallerPermissions } from '../caller-permissions';
import { requireApproval } from '../require-approval';
import { requireIdentity } from '../require-identity';
import { requireVaultAccess } from '../vault-access';
import type { Act } from './act';
import { requireSecret } from './require-secret';

/** What is asked for with a checkout. */
export interface AskedCheckOut extends Pick<RotationStart, 'rotationId'> {
  readonly sessionId: string;
  readonly reason: string;
  readonly durationMinutes: number;
  readonly hostId?: string;
}

/** A checkout, whole: permission, grant, approval, and what of the identity stands against it. */
export const decideCheckOut = async (
  act: Act,
  { rotationId, ...request }: AskedCheckOut,
): Promise<readonly IdentityEvent[] | Refusal> => {
  const { view, digest, identityId, identity, now, tell } = act;
  const denied = requireIdentity(act.rights, act, 'pam_vaults.view', tell);
  if (denied !== undefined) {
    return denied;
  }
  const rights = act.rights as CallerPermissions;
  const wanted = { vaultId: identity.identityGroupId, level: 'checkout', now } as const;
  const allowance = await requireVaultAccess(view, digest, rights, wanted, tell);
  if (isRefusal(allowance)) {
    return allowance;
  }
  const { userId, email: userEmail } = rights;
  const place = { identity, identityId, userId, sessionId: request.sessionId, now, ...(tell && { tell }) };
  const approval = await requireApproval(view, digest, place);
  if (isRefusal(approval)) {
    return approval;
  }
  const { evidence, until } = allowance;
  const asked = {
    ...request,
    userId,
    userEmail,
    evidence,
    ...(until === undefined ? {} : { grantEndsAt: until }),
    ...(approval.asked ? { approved: approval.request } : {}),
  };
  const events = checkOut(identity, identityId, asked, { now, rotationId }, tell);
  return isRefusal(events) ? events : ((await requireSecret(view, identity.organizationId, tell)) ?? events);
};
