import { requestStatusOf, type AccessRequest, type RequestStatus } from '../domain/identities/access-request';
import { vault } from '../domain/vaults/state';
import type { Digest } from '../kernel/digest';
import type { View } from '../kernel/stream-reader';
import { latest } from '../kernel/time';
import { countedApprovals, mayDecide, type JudgedRequest } from './approvers';
import { identityTime } from './identity-time';
import type { CallerPermissions } from './caller-permissions';

export type { RequestStatus };

/** What facts say of a request that nobody has ended or used, so far as they never change. */
export interface UndecidedRequest extends Pick<
  AccessRequest,
  'userId' | 'userEmail' | 'expiresAt' | 'policy' | 'approvals'
> {
  readonly identityId: string;
  readonly identityGroupId: string;
  readonly organizationId: string;
}

const judgedOf = async (view: View, request: UndecidedRequest): Promise<JudgedRequest> => {
  const { organizationId, identityGroupId } = request;
  return { organizationId, request, present: (await view.load(vault, identityGroupId)).state.approvalPolicy };
};

/** How it stands now, by the code that a checkout is judged by: approved as long as enough of its approvals count. */
export const requestStatus = async (
  view: View,
  digest: Digest,
  request: UndecidedRequest,
  clock: string,
): Promise<RequestStatus> => {
  const counted = await countedApprovals(view, digest, await judgedOf(view, request));
  return requestStatusOf(request, counted.length, latest(clock, await identityTime(view, request.identityId)));
};

/** Could somebody approve or deny it, as they stand now? */
export const mayDecideOn = async (
  view: View,
  digest: Digest,
  rights: CallerPermissions,
  request: UndecidedRequest,
): Promise<boolean> => mayDecide(view, digest, rights, await judgedOf(view, request));
