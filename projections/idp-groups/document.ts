import type { ModelSchema } from '../../src/kernel/read-model';

export interface IdpGroupDocument {
  readonly id: string;
  readonly name: string;
  readonly memberCount: number;
  /** All of the directory stands together: what a search is narrowed by. */
  readonly directory: 'directory';
  /** The SCIM connection it was handed to last, be that one deleted. */
  readonly connectionId?: string;
  /** What the identity provider calls the group, for itself. */
  readonly externalId?: string;
  /** The name, in lower case. */
  readonly nameKey: string;
  /** Of the first and of the last fact, RFC 3339. */
  readonly createdAt: string;
  readonly changedAt: string;
  /** Revision of its stream: the ETag. */
  readonly revision: number;
}

export const IDP_GROUPS: ModelSchema = {
  name: 'idp_groups',
  version: 4,
  fields: { directory: 'text', connectionId: 'text', externalId: 'text', nameKey: 'text' },
  indexes: [['connectionId'], ['connectionId', 'nameKey'], ['connectionId', 'externalId']],
  words: { of: ['name'], within: 'directory' },
};
