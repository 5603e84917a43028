import type { ModelSchema } from '../../src/kernel/read-model';

/** An agent of a host that is not out, as far as the host shows it. */
export interface HostAgent {
  readonly agentId: string;
  readonly active: boolean;
  readonly agentVersion: string;
  readonly connectors: readonly string[];
}

/** A machine, as a record; whether its agent is there is asked elsewhere. */
export interface HostDocument {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly createdAt: string;
  /** At most one is active; the others wait or are locked. */
  readonly agents: readonly HostAgent[];
  /** Revision of its stream: the ETag. */
  readonly revision: number;
}

export const HOSTS: ModelSchema = {
  name: 'hosts',
  version: 4,
  fields: { organizationId: 'text' },
  indexes: [['organizationId']],
  words: { of: ['name'], within: 'organizationId' },
};
