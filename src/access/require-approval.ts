import type { ApprovalPolicy } from '../domain/access-requests/events';
import {
  isWindowOpen,
  requestStatusOf,
  type AccessRequest,
  type RequestStatus,
} from '../domain/identities/access-request';
import { isOver } from '../domain/identities/decide/end-session';
import { identity as identityFold } from '../domain/identities/evolve';
import type { IdentityState } from '../domain/identities/state';
import { vault } from '../domain/vaults/state';
import type { Digest } from '../kernel/digest';
import { ground, type Ground } from '../kernel/ground';
import { judgedStep, type Tell } from '../kernel/judged-step';
import { refuse, type Refusal } from '../kernel/refusal';
import type { View } from '../kernel/stream-reader';
import { countedApprovals } from './approvers';
import { approvalPolicyGround } from './grounds';

/** Where and when somebody wants to use a vault's values. */
export interface ApprovalQuestion {
  readonly identity: IdentityState;
  readonly userId: string;
  readonly now: string;
  /** Of the checkout that is decided on: one that comes again is served by what served it. */
  readonly sessionId?: string;
  /** Of the identity; absent: it tells no step. */
  readonly identityId?: string;
  readonly tell?: Tell;
}

/** What approval there is: none is asked for, or this request gives it. */
export type Approved = { readonly asked: false } | { readonly asked: true; readonly request: AccessRequest };

/** What allows a reveal: a checkout or minutes that were approved and have begun, or a request with which they begin. */
export type ApprovedReveal =
  | { readonly asked: false }
  | { readonly asked: true; readonly accessRequestId: string; readonly begins?: AccessRequest };

const NOT_ASKED = { asked: false } as const;

const requestsGround = (identityId: string, userId: string): Ground =>
  ground(identityFold, identityId, ({ requests }) =>
    Object.fromEntries(requests.filter((each) => each.userId === userId).map((each) => [each.requestId, each])),
  );

const tellApproval = (
  { tell, identityId, identity, userId }: ApprovalQuestion,
  refusal: Refusal | undefined,
  { passed, isAsked }: { readonly passed: string; readonly isAsked: boolean },
): void => {
  if (identityId === undefined) return;
  const asked = isAsked ? [requestsGround(identityId, userId)] : [];
  const on = [approvalPolicyGround(identity.identityGroupId), ...asked];
  judgedStep(tell, refusal, () => ({ step: 'approval', passed, on }));
};

const notAsked = (place: ApprovalQuestion): typeof NOT_ASKED => {
  tellApproval(place, undefined, { passed: 'The vault asks for no approval.', isAsked: false });
  return NOT_ASKED;
};

const policyOf = async (view: View, identity: IdentityState): Promise<ApprovalPolicy | undefined> =>
  (await view.load(vault, identity.identityGroupId)).state.approvalPolicy;

const withStatus = async (
  view: View,
  digest: Digest,
  { identity, userId, now }: ApprovalQuestion,
  present: ApprovalPolicy,
) =>
  Promise.all(
    identity.requests
      .filter((request) => request.userId === userId)
      .map(async (request): Promise<{ request: AccessRequest; status: RequestStatus }> => {
        const { organizationId } = identity;
        const counted = await countedApprovals(view, digest, { organizationId, request, present });
        return { request, status: requestStatusOf(request, counted.length, now) };
      }),
  );

const approvalRequired = (own: readonly { request: AccessRequest; status: RequestStatus }[]): Refusal =>
  refuse(
    'APPROVAL_REQUIRED',
    'This vault asks for approval: make a request for access, and wait until it is approved.',
    {
      requests: own.map(({ request, status }) => ({ id: request.requestId, status })),
    },
  );

/** The approval that a checkout needs: a request that is approved and unused, or whose minutes have begun with a reveal. */
export const requireApproval = async (
  view: View,
  digest: Digest,
  place: ApprovalQuestion,
): Promise<Approved | Refusal> => {
  const present = await policyOf(view, place.identity);
  if (present === undefined) return notAsked(place);
  const own = await withStatus(view, digest, place, present);
  const { sessionId, now } = place;
  const found = own.find(
    ({ request, status }) =>
      isWindowOpen(request, now) ||
      status === 'approved' ||
      (sessionId !== undefined && request.sessionId === sessionId),
  );
  const refusal = found === undefined ? approvalRequired(own) : undefined;
  tellApproval(place, refusal, { passed: 'A request for access is approved.', isAsked: true });
  return found === undefined ? (refusal as Refusal) : { asked: true, request: found.request };
};

/** The approval that a reveal needs: of the checkout during which it is made, or of minutes for reveals. */
export const requireApprovalToReveal = async (
  view: View,
  digest: Digest,
  place: ApprovalQuestion,
): Promise<ApprovedReveal | Refusal> => {
  const present = await policyOf(view, place.identity);
  if (present === undefined) return notAsked(place);
  const { identity, userId, now } = place;
  const session = identity.sessions.find(
    (open) => open.userId === userId && open.accessRequestId !== undefined && !isOver(open, now),
  );
  if (session?.accessRequestId !== undefined) {
    tellApproval(place, undefined, { passed: 'The checkout under way was approved.', isAsked: true });
    return { asked: true, accessRequestId: session.accessRequestId };
  }
  const approval = await requireApproval(view, digest, place);
  if (!('asked' in approval) || !approval.asked) return approval;
  const { request } = approval;
  const begun = { asked: true, accessRequestId: request.requestId } as const;
  return request.until === undefined ? { ...begun, begins: request } : begun;
};
