import type { ModelSchema } from '../../src/kernel/read-model';

/** A machine, as a record; whether its agent is there is asked elsewhere. */
export interface HostDocument {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly createdAt: string;
  /** Revision of its stream: the ETag. */
  readonly revision: number;
}

export const HOSTS: ModelSchema = {
  name: 'hosts',
  version: 1,
  fields: { organizationId: 'text' },
  indexes: [['organizationId']],
  words: { of: ['name'], within: 'organizationId' },
};
