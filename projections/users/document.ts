import type { ModelSchema } from '../../src/kernel/read-model';

export interface UserDocument {
  readonly id: string;
  readonly kind: 'person' | 'machine';
  /** A machine has none. */
  readonly email?: string;
  readonly displayName?: string;
  readonly active: boolean;
  readonly owner: boolean;
  readonly admin: boolean;
  readonly support: boolean;
  /** The IDP user a machine is linked to. */
  readonly idpUserId?: string;
  readonly roles: readonly { readonly roleId: string; readonly organizationId?: string }[];
  /** All users stand together: what a search is narrowed by. */
  readonly account: 'account';
  /** How many facts changed the user, those on the account included: the ETag. */
  readonly revision: number;
}

export const USERS: ModelSchema = {
  name: 'users',
  version: 5,
  fields: { account: 'text', idpUserId: 'text' },
  indexes: [['idpUserId']],
  words: { of: ['email', 'displayName'], within: 'account' },
};
