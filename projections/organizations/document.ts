import type { ModelSchema } from '../../src/kernel/read-model';

export interface OrganizationDocument {
  readonly id: string;
  readonly name: string;
  readonly hasSecret: boolean;
  readonly settings: {
    readonly breakGlassMinutes: number;
    readonly revealDuringExclusiveCheckout: boolean;
    readonly receiptBeforeDisclosure?: boolean;
    readonly passwordPolicy?: object;
  };
  readonly createdAt: string;
  /** Revision of its stream: the ETag. */
  readonly revision: number;
}

export const ORGANIZATIONS: ModelSchema = {
  name: 'organizations',
  version: 2,
  fields: {},
  indexes: [],
};
