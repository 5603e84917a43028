import type { ModelSchema } from '../../src/kernel/read-model';

/** A grant under review, as it stood when that was opened, and what was decided on it last. */
export interface AccessReviewLine {
  readonly grantId: string;
  readonly principalType: 'user' | 'group';
  readonly principalId: string;
  readonly principalName: string;
  readonly level: 'view_vault' | 'view_credentials' | 'checkout';
  readonly expiresAt?: string;
  readonly grantedBy: string;
  readonly createdAt: string;
  readonly decision?: AccessReviewDecision;
}

/** By whom, why, and on which terms the grant stood then. */
export interface AccessReviewDecision {
  readonly decision: 'keep' | 'revoke';
  readonly reason?: string;
  readonly level: AccessReviewLine['level'];
  readonly expiresAt?: string;
  readonly userId: string;
  readonly userEmail: string;
  readonly time: string;
}

/** A review of who has access to a vault: what an auditor is shown. */
export interface AccessReviewDocument {
  readonly id: string;
  readonly identityGroupId: string;
  readonly organizationId: string;
  readonly status: 'open' | 'closed';
  readonly openedAt: string;
  readonly openedBy: string;
  readonly openedByEmail: string;
  readonly dueAt: string;
  readonly lines: readonly AccessReviewLine[];
  readonly decided: number;
  readonly closedAt?: string;
  readonly closedBy?: string;
  readonly closedByEmail?: string;
  readonly kept?: number;
  readonly revoked?: number;
  readonly gone?: number;
  readonly revision: number;
}

export const ACCESS_REVIEWS: ModelSchema = {
  name: 'access_reviews',
  version: 2,
  fields: { organizationId: 'text', identityGroupId: 'text', status: 'text', openedAt: 'time' },
  indexes: [['openedAt'], ['organizationId', 'openedAt'], ['identityGroupId', 'openedAt']],
};
