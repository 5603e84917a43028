import type { JobLeased } from '../../domain/jobs/events';
import type { SealedJob } from '../../kernel/job-sealing';
import type { IdentityState } from '../../domain/identities/state';

/** What an agent gets: a lease, and the job sealed to it. */
export interface LeasedJob {
  readonly leaseId: string;
  readonly leaseUntil: string;
  readonly job: SealedJob;
}

/** The order as the agent reads it (`wire/job-order.ts`); never a secret. */
export const orderOf = (identity: IdentityState, leased: JobLeased['data'], notAfter: string, issuedAt: string) => {
  const { jobId, leaseId, agentId, hostId, identityId, type, version, attempt } = leased;
  const { connector = '', username, connectorSettings = {} } = identity.settings;
  return {
    v: 1,
    jobId,
    leaseId,
    agentId,
    hostId,
    identityId,
    type,
    target: { connector, username, settings: connectorSettings },
    version,
    attempt,
    issuedAt,
    notAfter,
  };
};
