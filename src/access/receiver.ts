import type { AccessRequest } from '../domain/identities/access-request';
import type { Evidence } from '../domain/identities/events';
import type { Digest } from '../kernel/digest';
import { isRefusal, refuse, type Refusal } from '../kernel/refusal';
import type { View } from '../kernel/stream-reader';
import { permissionsOf } from './caller-permissions';
import { holds } from './permissions';
import { requireApproval, type ApprovalQuestion } from './require-approval';
import { requireVaultAccess } from './vault-access';

/** Who is to go on with a session, and what allows it. */
export interface AllowedReceiver {
  readonly userId: string;
  readonly userEmail: string;
  readonly evidence: Evidence;
  /** End of the grant that allows it. */
  readonly grantEndsAt?: string;
  /** What was approved for the receiver, where the vault asks for approval. */
  readonly approved?: AccessRequest;
}

/** Never says why: who holds a session must not learn by it what others may, or whether a user exists. */
const notAllowed = (): Refusal =>
  refuse('RECEIVER_NOT_ALLOWED', 'The session can not be handed over to this user. Give it back instead.');

/**
 * Judges who is to receive a session by every rule of a checkout: a user who is switched on, with `pam_vaults.view`, a live
 * grant at `checkout` and, where the vault asks for it, an approved request of that user; support only where it is let in.
 * The receiver is never who gives (`giverId`).
 */
export const requireReceiver = async (
  view: View,
  digest: Digest,
  giverId: string,
  question: ApprovalQuestion,
): Promise<AllowedReceiver | Refusal> => {
  const { identity, userId, now } = question;
  const rights = userId === giverId ? undefined : await permissionsOf(view, userId);
  if (rights === undefined || !holds(rights, 'pam_vaults.view', identity.organizationId)) {
    return notAllowed();
  }
  const vault = { vaultId: identity.identityGroupId, level: 'checkout', now } as const;
  const allowance = await requireVaultAccess(view, digest, rights, vault);
  if (isRefusal(allowance)) {
    return notAllowed();
  }
  const approval = await requireApproval(view, digest, question);
  if (isRefusal(approval)) {
    return notAllowed();
  }
  const { evidence, until } = allowance;
  return {
    userId,
    userEmail: rights.email,
    evidence,
    ...(until === undefined ? {} : { grantEndsAt: until }),
    ...(approval.asked ? { approved: approval.request } : {}),
  };
};
