import type { ModelSchema } from '../../src/kernel/read-model';

/** An IDP user in an IDP group. */
export interface IdpMemberDocument {
  /** `<group id>.<user id>` */
  readonly id: string;
  readonly idpGroupId: string;
  readonly idpUserId: string;
}

export const IDP_MEMBERS: ModelSchema = {
  name: 'idp_members',
  version: 4,
  fields: { idpGroupId: 'text', idpUserId: 'text' },
  indexes: [['idpGroupId'], ['idpUserId']],
};
