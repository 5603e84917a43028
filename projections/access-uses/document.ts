import type { ModelSchema } from '../../src/kernel/read-model';

/** That somebody used an access. */
export interface AccessUse {
  readonly usedAt: string;
  readonly action: 'checkout' | 'reveal';
  readonly identityId: string;
  /** Of a fact that another one may take back: nothing was shown after all. */
  readonly disclosureId?: string;
}

/** How somebody used an access of late: a grant, or an owner's right to do without one. */
export interface AccessUseDocument {
  /** {@link accessUseId} of the access and the user. */
  readonly id: string;
  readonly identityGroupId: string;
  readonly userId: string;
  /** Oldest first; the last one is how it was used last. */
  readonly uses: readonly AccessUse[];
}

export const ACCESS_USES: ModelSchema = {
  name: 'access_uses',
  version: 3,
  fields: { identityGroupId: 'text' },
  indexes: [['identityGroupId']],
};
