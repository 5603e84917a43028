import { idpGroup, idpUser } from '../domain/directory/state';
import type { ApprovalPolicy } from '../domain/access-requests/events';
import type { AccessRequest, RequestApproval } from '../domain/identities/access-request';
import { user } from '../domain/users/state';
import type { Digest } from '../kernel/digest';
import { isSameEmail } from '../kernel/fold-email';
import { isRefusal, refuse, type Refusal } from '../kernel/refusal';
import type { View } from '../kernel/stream-reader';
import { idpUserOf, noMapping } from './idp-mapping';
import { holds } from './permissions';
import { requirePermission } from './require';
import { directoryEmail, permissionsOf, type CallerPermissions } from './caller-permissions';

/** What a request is judged by: its own policy, and the one of its vault as it is now. */
export interface JudgedRequest {
  readonly organizationId: string;
  readonly request: Pick<AccessRequest, 'userId' | 'userEmail' | 'policy' | 'approvals'>;
  /** Absent: the vault asks for no approval any more. */
  readonly present: ApprovalPolicy | undefined;
}

const isNamed = async (view: View, { approvers }: ApprovalPolicy, idpUserId: string): Promise<boolean> => {
  if (approvers.users.includes(idpUserId)) return true;
  const groups = await Promise.all(approvers.groups.map((id) => view.load(idpGroup, id)));
  return groups.some(({ state }) => state.status === 'active' && state.members.has(idpUserId));
};

const isNamedStill = async (view: View, { request, present }: JudgedRequest, idpUserId: string): Promise<boolean> =>
  present !== undefined &&
  (await isNamed(view, request.policy, idpUserId)) &&
  (await isNamed(view, present, idpUserId));

/**
 * Is it the one who asked, under whatever account? For a machine that is whoever ever made a token of it, who may act as it, and
 * whose grants it uses.
 */
const isAsker = async (
  view: View,
  rights: Pick<CallerPermissions, 'userId' | 'email'>,
  { userId, userEmail }: JudgedRequest['request'],
): Promise<boolean> => {
  if (rights.userId === userId || isSameEmail(rights.email, userEmail)) return true;
  const { kind, tokenMakers, linkedTo } = (await view.load(user, userId)).state;
  if (kind !== 'machine') return false;
  if (tokenMakers.includes(rights.userId)) return true;
  return linkedTo !== undefined && isSameEmail((await view.load(idpUser, linkedTo)).state.email, rights.email);
};

/**
 * The IDP user as whom somebody decides on a request: one who holds `pam_vaults.approve` there, is named in the policy of the
 * request and in that of the vault as it is now, and is not who asked, the only approver not excepted.
 */
export const requireApprover = async (
  view: View,
  digest: Digest,
  rights: CallerPermissions | undefined,
  judged: JudgedRequest,
): Promise<string | Refusal> => {
  const refusal = requirePermission(rights, 'pam_vaults.approve', judged.organizationId, 'access request');
  if (refusal !== undefined || rights === undefined) {
    return refusal as Refusal;
  }
  if (await isAsker(view, rights, judged.request)) {
    return refuse('PERMISSION_DENIED', 'Nobody decides on his own request.');
  }
  const idpUserId = await idpUserOf(view, digest, directoryEmail(rights));
  if (idpUserId === undefined) {
    return noMapping();
  }
  return (await isNamedStill(view, judged, idpUserId))
    ? idpUserId
    : refuse(
        'PERMISSION_DENIED',
        'You are not named as an approver, by the vault as it is now and when this was asked.',
      );
};

const counts = async (
  view: View,
  digest: Digest,
  judged: JudgedRequest,
  approval: RequestApproval,
): Promise<boolean> => {
  const rights = await permissionsOf(view, approval.userId);
  if (rights === undefined) return false;
  const still = await requireApprover(view, digest, rights, judged);
  return !isRefusal(still) && still === approval.idpUserId;
};

/** The IDP users whose approvals count now: each of them could still approve. A person counts once. */
export const countedApprovals = async (
  view: View,
  digest: Digest,
  judged: JudgedRequest,
): Promise<readonly string[]> => {
  const { approvals } = judged.request;
  const counted = await Promise.all(approvals.map((approval) => counts(view, digest, judged, approval)));
  return [...new Set(approvals.filter((_, n) => counted[n]).map(({ idpUserId }) => idpUserId))];
};

/** May somebody decide on it as they stand: for lists, which hold no more than that. */
export const mayDecide = async (
  view: View,
  digest: Digest,
  rights: CallerPermissions,
  judged: JudgedRequest,
): Promise<boolean> =>
  holds(rights, 'pam_vaults.approve', judged.organizationId) &&
  !isRefusal(await requireApprover(view, digest, rights, judged));
