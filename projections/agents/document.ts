import type { ModelSchema } from '../../src/kernel/read-model';

/** An agent there is or was on a host. */
export interface AgentDocument {
  readonly id: string;
  readonly hostId: string;
  readonly organizationId: string;
  readonly status: 'active' | 'pending_approval' | 'locked' | 'revoked';
  readonly hostname: string;
  readonly platform: string;
  readonly agentVersion: string;
  readonly connectors: readonly string[];
  readonly enrolledAt: string;
}

export const AGENTS: ModelSchema = {
  name: 'agents',
  version: 3,
  fields: { hostId: 'text', enrolledAt: 'time' },
  indexes: [['hostId', 'enrolledAt']],
};
