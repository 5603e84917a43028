import type { ModelSchema } from '../../src/kernel/read-model';

/** A vault as lists show it; the caller's access is added when it is read. */
export interface VaultDocument {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly description?: string;
  readonly passwordPolicy?: object;
  readonly approvalPolicy?: object;
  /** Does it ask for approval? To be filtered by. */
  readonly approval: boolean;
  readonly identityCount: number;
  readonly createdAt: string;
  /** Revision of its stream: the ETag. */
  readonly revision: number;
}

export const VAULTS: ModelSchema = {
  name: 'vaults',
  version: 4,
  fields: { organizationId: 'text', approval: 'boolean' },
  indexes: [['organizationId'], ['approval']],
  words: { of: ['name'], within: 'organizationId' },
};
