import type { ModelSchema } from '../../src/kernel/read-model';

export interface IdpUserDocument {
  readonly id: string;
  readonly email: string;
  readonly displayName: string;
  readonly active: boolean;
  /** All of the directory stands together: what a search is narrowed by. */
  readonly directory: 'directory';
  /** The SCIM connection it was handed to last, be that one deleted. */
  readonly connectionId?: string;
  /** What the identity provider calls the person, for itself. */
  readonly externalId?: string;
  /** The e-mail, case-folded. */
  readonly emailKey: string;
  /** Of the first and of the last fact, RFC 3339. */
  readonly createdAt: string;
  readonly changedAt: string;
  /** Revision of its stream: the ETag. */
  readonly revision: number;
}

export const IDP_USERS: ModelSchema = {
  name: 'idp_users',
  version: 4,
  fields: { directory: 'text', connectionId: 'text', externalId: 'text', emailKey: 'text' },
  indexes: [['connectionId'], ['connectionId', 'emailKey'], ['connectionId', 'externalId']],
  words: { of: ['email', 'displayName'], within: 'directory' },
};
