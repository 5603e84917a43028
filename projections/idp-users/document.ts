import type { ModelSchema } from '../../src/kernel/read-model';

export interface IdpUserDocument {
  readonly id: string;
  readonly email: string;
  readonly displayName: string;
  readonly active: boolean;
  /** All of the directory stands together: what a search is narrowed by. */
  readonly directory: 'directory';
  /** Revision of its stream: the ETag. */
  readonly revision: number;
}

export const IDP_USERS: ModelSchema = {
  name: 'idp_users',
  version: 2,
  fields: { directory: 'text' },
  indexes: [],
  words: { of: ['email', 'displayName'], within: 'directory' },
};
