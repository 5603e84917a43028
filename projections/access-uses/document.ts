import type { ModelSchema } from '../../src/kernel/read-model';

/** How somebody used an access last: a grant, or an owner's right to do without one. */
export interface AccessUseDocument {
  /** {@link accessUseId} of the access and the user. */
  readonly id: string;
  readonly identityGroupId: string;
  readonly userId: string;
  readonly usedAt: string;
  readonly action: 'checkout' | 'reveal';
  readonly identityId: string;
}

export const ACCESS_USES: ModelSchema = {
  name: 'access_uses',
  version: 1,
  fields: { identityGroupId: 'text' },
  indexes: [['identityGroupId']],
};
