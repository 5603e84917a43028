import type { ModelSchema } from '../../src/kernel/read-model';

/** A grant that was given and not revoked; one that has run out stays, as its expiry tells. */
export interface AccessDocument {
  readonly id: string;
  readonly organizationId: string;
  readonly identityGroupId: string;
  readonly principalType: 'user' | 'group';
  readonly principalId: string;
  readonly level: 'view_vault' | 'view_credentials' | 'checkout';
  readonly expiresAt?: string;
  /** Id of the user who gave it. */
  readonly grantedBy: string;
  readonly createdAt: string;
  /** How often it was changed: the ETag. */
  readonly revision: number;
}

export const ACCESS: ModelSchema = {
  name: 'access',
  version: 5,
  fields: { identityGroupId: 'text', organizationId: 'text', principalId: 'text' },
  indexes: [['identityGroupId'], ['principalId'], ['identityGroupId', 'principalId']],
};
