import type { ModelSchema } from '../../src/kernel/read-model';

export interface DecisionDocument {
  readonly userId: string;
  readonly userEmail: string;
  readonly decision: 'approve' | 'deny' | 'revoke';
  readonly reason?: string;
  readonly time: string;
  /** As whom an approver approved. */
  readonly idpUserId?: string;
}

/**
 * A request for access with all that was decided on it. `status` is what facts say: whether an approval still counts, and whether
 * time has ended it, is told when it is read.
 */
export interface AccessRequestDocument {
  readonly id: string;
  readonly identityId: string;
  readonly identityGroupId: string;
  readonly organizationId: string;
  readonly userId: string;
  readonly userEmail: string;
  readonly reason: string;
  readonly durationMinutes: number;
  readonly status: 'pending' | 'approved' | 'denied' | 'expired' | 'cancelled' | 'revoked' | 'used';
  readonly required: number;
  /** As they were named when the request was made. */
  readonly approvers: { readonly users: readonly string[]; readonly groups: readonly string[] };
  readonly decisions: readonly DecisionDocument[];
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly sessionId?: string;
  /** When the approved minutes, once begun, are over. */
  readonly usedUntil?: string;
  readonly revision: number;
}

export const ACCESS_REQUESTS: ModelSchema = {
  name: 'access_requests',
  version: 2,
  fields: {
    organizationId: 'text',
    identityId: 'text',
    userId: 'text',
    status: 'text',
    createdAt: 'time',
    expiresAt: 'time',
  },
  indexes: [
    ['createdAt'],
    ['organizationId', 'createdAt'],
    ['identityId', 'createdAt'],
    ['userId', 'createdAt'],
    ['status', 'createdAt'],
  ],
};
