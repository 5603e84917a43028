import type { AccessRequestEvent } from '../../src/domain/access-requests/events';
import { following } from '../../src/kernel/projector';
import type { DeadlineDocument } from './document';

type Fact = Exclude<AccessRequestEvent, { type: 'keyledger.access-request-approved.v1' }>;

const over = () => undefined;

/** A request that is not used by then is over; this is when somebody has to say so. */
export const accessRequestDeadlines = following<DeadlineDocument, Fact>(
  ({ data }) => [`access-request:${data.requestId}`],
  {
    'keyledger.access-requested.v1': (_, { data }, id) => {
      const { organizationId, identityGroupId, identityId, expiresAt: dueAt } = data;
      return { id, kind: 'access-request', dueAt, organizationId, identityGroupId, identityId };
    },
    'keyledger.access-request-denied.v1': over,
    'keyledger.access-request-cancelled.v1': over,
    'keyledger.access-request-revoked.v1': over,
    'keyledger.access-request-expired.v1': over,
    'keyledger.access-request-used.v1': over,
  },
);
