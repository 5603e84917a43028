import type { ModelSchema } from '../../src/kernel/read-model';

export interface IdpGroupDocument {
  readonly id: string;
  readonly name: string;
  readonly memberCount: number;
  /** All of the directory stands together: what a search is narrowed by. */
  readonly directory: 'directory';
  /** Revision of its stream: the ETag. */
  readonly revision: number;
}

export const IDP_GROUPS: ModelSchema = {
  name: 'idp_groups',
  version: 2,
  fields: { directory: 'text' },
  indexes: [],
  words: { of: ['name'], within: 'directory' },
};
