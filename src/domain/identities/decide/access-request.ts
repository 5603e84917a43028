import { refuse, type Refusal } from '../../../kernel/refusal';
import { plusMinutes } from '../../../kernel/time';
import type { ApprovalPolicy } from '../../access-requests/events';
import { isUndecidedOrUnused, isWindowOpen, requestStatusOf, type AccessRequest } from '../access-request';
import type { IdentityEvent } from '../events';
import type { IdentityState } from '../state';
import { notConfirmed, subjectOf } from './rotation';

/** How long a request lives, unless it is used before. */
const LIFE_MINUTES = 24 * 60;

export interface AccessAsked {
  readonly requestId: string;
  readonly userId: string;
  readonly userEmail: string;
  readonly reason: string;
  readonly durationMinutes: number;
}

const aboutOf = (state: IdentityState, identityId: string, { requestId, userId }: AccessRequest) => ({
  ...subjectOf(state, identityId),
  requestId,
  userId,
});

const expired = (
  state: IdentityState,
  identityId: string,
  request: AccessRequest,
  expiredAt: string,
): IdentityEvent => ({
  type: 'keyledger.access-request-expired.v1',
  data: { ...aboutOf(state, identityId, request), expiredAt },
});

const unused = ({ requests }: IdentityState): readonly AccessRequest[] =>
  requests.filter(({ ended, until }) => ended === undefined && until === undefined);

/** Makes visible which requests time has ended. */
export const expireRequests = (state: IdentityState, identityId: string, now: string): readonly IdentityEvent[] =>
  unused(state)
    .filter(({ expiresAt }) => expiresAt <= now)
    .map((request) => expired(state, identityId, request, request.expiresAt));

/** What was asked for is there no more: requests that nobody has used are over, approved or not. */
export const endRequests = (state: IdentityState, identityId: string, now: string): readonly IdentityEvent[] =>
  unused(state).map((request) =>
    expired(state, identityId, request, request.expiresAt <= now ? request.expiresAt : now),
  );

/** A request, to be approved by the policy as it is now. One at a time of each person. */
export const askAccess = (
  state: IdentityState,
  identityId: string,
  asked: AccessAsked,
  policy: ApprovalPolicy | undefined,
  now: string,
): readonly IdentityEvent[] | Refusal => {
  if (state.requests.some(({ requestId }) => requestId === asked.requestId)) {
    return [];
  }
  if (policy === undefined) {
    return refuse('CONFLICT', 'This vault asks for no approval: check the identity out.');
  }
  if (state.status === 'enrolling') {
    return notConfirmed();
  }
  const open = state.requests.find((request) => request.userId === asked.userId && isUndecidedOrUnused(request, now));
  if (open !== undefined) {
    const detail = 'You have a request for this identity already. Use it, wait for its decision, or cancel it.';
    return refuse('CONFLICT', detail, { requestId: open.requestId });
  }
  const data = { ...subjectOf(state, identityId), ...asked, policy, createdAt: now };
  return [
    ...expireRequests(state, identityId, now),
    { type: 'keyledger.access-requested.v1', data: { ...data, expiresAt: plusMinutes(now, LIFE_MINUTES) } },
  ];
};

/** Somebody who decides on a request; that they may was judged before. */
export interface Decider {
  readonly userId: string;
  readonly email: string;
}

const decidedBy = ({ userId, email }: Decider, now: string) => ({
  decidedBy: userId,
  decidedByEmail: email,
  decidedAt: now,
});

const over = (request: AccessRequest, now: string): Refusal =>
  refuse('CONFLICT', `The request is ${requestStatusOf(request, 0, now)}: nothing is to be decided on it any more.`);

/** `counted`: ids of the IDP users whose approvals count at this moment. An approval that was given already is not given twice. */
export const approveRequest = (
  state: IdentityState,
  identityId: string,
  request: AccessRequest,
  approver: Decider & { readonly idpUserId: string },
  counted: readonly string[],
  now: string,
): readonly IdentityEvent[] | Refusal => {
  if (!isUndecidedOrUnused(request, now)) {
    return over(request, now);
  }
  const { idpUserId } = approver;
  const { required } = request.policy;
  if (counted.includes(idpUserId)) {
    return [];
  }
  if (counted.length >= required) {
    return refuse('CONFLICT', 'The request is approved already.');
  }
  const data = {
    ...aboutOf(state, identityId, request),
    ...decidedBy(approver, now),
    idpUserId,
    approvals: counted.length + 1,
    required,
  };
  return [{ type: 'keyledger.access-request-approved.v1', data }];
};

/** One denial decides, whoever approved before. What is approved is taken back by {@link revokeRequest}. */
export const denyRequest = (
  state: IdentityState,
  identityId: string,
  request: AccessRequest,
  { reason, counted, ...decider }: Decider & { readonly reason: string; readonly counted: number },
  now: string,
): readonly IdentityEvent[] | Refusal => {
  if (!isUndecidedOrUnused(request, now)) {
    return over(request, now);
  }
  if (counted >= request.policy.required) {
    return refuse('CONFLICT', 'The request is approved already. Revoke it.');
  }
  const data = { ...aboutOf(state, identityId, request), ...decidedBy(decider, now), reason };
  return [{ type: 'keyledger.access-request-denied.v1', data }];
};

/** Takes back what was approved, while no checkout has used it; minutes in which only reveals were made end at once. */
export const revokeRequest = (
  state: IdentityState,
  identityId: string,
  request: AccessRequest,
  { reason, ...decider }: Decider & { readonly reason: string },
  now: string,
): readonly IdentityEvent[] | Refusal => {
  const isOpen = isUndecidedOrUnused(request, now) || isWindowOpen(request, now);
  if (!isOpen) {
    const detail = 'The approval was used by a checkout. Force its checkin.';
    return request.sessionId === undefined ? over(request, now) : refuse('CONFLICT', detail);
  }
  if (request.approvals.length === 0) {
    return refuse('CONFLICT', 'Nobody has approved the request. Deny it.');
  }
  const data = { ...aboutOf(state, identityId, request), ...decidedBy(decider, now), reason };
  return [{ type: 'keyledger.access-request-revoked.v1', data }];
};

/** By who asked, before it is used. */
export const cancelRequest = (
  state: IdentityState,
  identityId: string,
  request: AccessRequest,
  now: string,
): readonly IdentityEvent[] | Refusal => {
  if (request.ended === 'cancelled') {
    return [];
  }
  return isUndecidedOrUnused(request, now)
    ? [
        {
          type: 'keyledger.access-request-cancelled.v1',
          data: { ...aboutOf(state, identityId, request), cancelledAt: now },
        },
      ]
    : over(request, now);
};

/** The approved minutes begin with the first use, and a checkout within them is the only one. */
export const useRequest = (
  state: IdentityState,
  identityId: string,
  request: AccessRequest,
  now: string,
  sessionId?: string,
): Extract<IdentityEvent, { type: 'keyledger.access-request-used.v1' }> => ({
  type: 'keyledger.access-request-used.v1',
  data: {
    ...aboutOf(state, identityId, request),
    ...(sessionId === undefined ? {} : { sessionId }),
    usedAt: now,
    until: request.until ?? plusMinutes(now, request.durationMinutes),
  },
});
