import { withItemChanged } from '../../kernel/draft';
import type { Evolve } from '../../kernel/fold';
import type { AccessRequestEvent } from '../access-requests/events';
import { isUndecidedOrUnused, isWindowOpen, type AccessRequest } from './access-request';
import type { IdentityState } from './state';

const withRequest = (
  state: IdentityState,
  requestId: string,
  change: Partial<AccessRequest> | ((request: AccessRequest) => Partial<AccessRequest>),
): IdentityState => ({
  ...state,
  requests: withItemChanged(
    state.requests,
    (request) => request.requestId === requestId,
    (request) => ({ ...request, ...(typeof change === 'function' ? change(request) : change) }),
  ),
});

/** What requests for access do to an identity. Of each person the last one is remembered, and what is still good for something. */
export const evolveAccessRequests: Evolve<IdentityState, AccessRequestEvent> = {
  'keyledger.access-requested.v1': (state, fact) => {
    const { identityId: _i, identityGroupId: _v, organizationId: _o, ...asked } = fact;
    const { userId, createdAt } = asked;
    const others = state.requests.filter(
      (request) =>
        request.userId !== userId || isUndecidedOrUnused(request, createdAt) || isWindowOpen(request, createdAt),
    );
    return { ...state, requests: [...others, { ...asked, approvals: [] }] };
  },
  'keyledger.access-request-approved.v1': (state, { requestId, decidedBy, decidedByEmail, idpUserId }) =>
    withRequest(state, requestId, ({ approvals }) => ({
      approvals: [
        ...approvals.filter((approval) => approval.idpUserId !== idpUserId),
        { userId: decidedBy, userEmail: decidedByEmail, idpUserId },
      ],
    })),
  'keyledger.access-request-denied.v1': (state, { requestId }) => withRequest(state, requestId, { ended: 'denied' }),
  'keyledger.access-request-cancelled.v1': (state, { requestId }) =>
    withRequest(state, requestId, { ended: 'cancelled' }),
  'keyledger.access-request-revoked.v1': (state, { requestId }) => withRequest(state, requestId, { ended: 'revoked' }),
  'keyledger.access-request-expired.v1': (state, { requestId }) => withRequest(state, requestId, { ended: 'expired' }),
  'keyledger.access-request-used.v1': (state, { requestId, until, sessionId }) =>
    withRequest(state, requestId, { until, ...(sessionId === undefined ? {} : { sessionId }) }),
};
