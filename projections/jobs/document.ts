import type { ModelSchema } from '../../src/kernel/read-model';

/** What is done with a job now; `leased` may have run out, which the clock tells. */
export type JobState =
  'queued' | 'leased' | 'applying' | 'confirmed' | 'not_changed' | 'unverified' | 'drifted' | 'expired' | 'cancelled';

/** One unit of work for a host, open or over. Never holds a secret. */
export interface JobDocument {
  readonly id: string;
  readonly organizationId: string;
  readonly identityGroupId: string;
  readonly identityId: string;
  readonly hostId: string;
  readonly type: 'set' | 'verify';
  readonly purpose: 'rotation' | 'enrollment' | 'reconcile' | 'verification';
  readonly state: JobState;
  readonly version: number;
  readonly rotationId?: string;
  /** Deliveries so far. */
  readonly attempts: number;
  readonly createdAt: string;
  readonly notAfter: string;
  readonly notBefore?: string;
  /** Who has or had it last. */
  readonly agentId?: string;
  readonly leaseUntil?: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly code?: string;
  readonly detail?: string;
  readonly warnings?: readonly string[];
  /** Its host's id while it is open: what an agent may ask for. */
  readonly openOn?: string;
  /** Revision of its identity's stream at the last change: the ETag. */
  readonly revision: number;
}

export const JOBS: ModelSchema = {
  name: 'jobs',
  version: 3,
  fields: {
    organizationId: 'text',
    identityId: 'text',
    hostId: 'text',
    state: 'text',
    openOn: 'text',
    createdAt: 'time',
    leaseUntil: 'time',
  },
  indexes: [['openOn', 'createdAt'], ['organizationId'], ['hostId'], ['identityId'], ['state']],
};
