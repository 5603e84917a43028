import type {
  AccessRequested,
  AccessRequestApproved,
  AccessRequestDenied,
  AccessRequestEvent,
  AccessRequestRevoked,
} from '../../src/domain/access-requests/events';
import { following, streamOfIdentityIn, type Projector } from '../../src/kernel/projector';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { ACCESS_REQUESTS, type AccessRequestDocument, type DecisionDocument } from './document';

type Known = AccessRequestDocument | undefined;
type At<F> = Pick<RecordedEvent, 'revision'> & F;

const made = ({ data, revision }: At<Pick<AccessRequested, 'data'>>): AccessRequestDocument => ({
  id: data.requestId,
  identityId: data.identityId,
  identityGroupId: data.identityGroupId,
  organizationId: data.organizationId,
  userId: data.userId,
  userEmail: data.userEmail,
  reason: data.reason,
  durationMinutes: data.durationMinutes,
  status: 'pending',
  required: data.policy.required,
  approvers: data.policy.approvers,
  decisions: [],
  createdAt: data.createdAt,
  expiresAt: data.expiresAt,
  revision,
});

type Deciding = (AccessRequestApproved | AccessRequestDenied | AccessRequestRevoked)['data'];

const decision = (word: DecisionDocument['decision'], data: Deciding): DecisionDocument => ({
  userId: data.decidedBy,
  userEmail: data.decidedByEmail,
  decision: word,
  ...('reason' in data ? { reason: data.reason } : {}),
  time: data.decidedAt,
  ...('idpUserId' in data ? { idpUserId: data.idpUserId } : {}),
});

const decided = (
  request: Known,
  status: AccessRequestDocument['status'],
  by: DecisionDocument,
  revision: number,
): Known => request && { ...request, status, decisions: [...request.decisions, by], revision };

const ended =
  (status: AccessRequestDocument['status']) =>
  (request: Known, { revision }: Pick<RecordedEvent, 'revision'>): Known =>
    request && { ...request, status, revision };

export const accessRequests: Projector<AccessRequestDocument> = {
  schema: ACCESS_REQUESTS,
  streams: { id: streamOfIdentityIn },
  ...following<AccessRequestDocument, AccessRequestEvent>(({ data }) => [data.requestId], {
    'keyledger.access-requested.v1': (_, fact) => made(fact),
    'keyledger.access-request-approved.v1': (request, { data, revision }) =>
      decided(request, data.approvals >= data.required ? 'approved' : 'pending', decision('approve', data), revision),
    'keyledger.access-request-denied.v1': (request, { data, revision }) =>
      decided(request, 'denied', decision('deny', data), revision),
    'keyledger.access-request-revoked.v1': (request, { data, revision }) =>
      decided(request, 'revoked', decision('revoke', data), revision),
    'keyledger.access-request-cancelled.v1': ended('cancelled'),
    'keyledger.access-request-expired.v1': ended('expired'),
    'keyledger.access-request-used.v1': (request, { data: { sessionId, until: usedUntil }, revision }) =>
      request && { ...request, status: 'used', usedUntil, ...(sessionId === undefined ? {} : { sessionId }), revision },
  }),
  losses: [
    {
      category: 'identity',
      where: (identityId) => [{ field: 'identityId', is: identityId }],
      // What was approved is approved no more: who wants it asks again.
      left: (request) =>
        request.status === 'pending' || request.status === 'approved' ? { ...request, status: 'revoked' } : request,
    },
  ],
};
