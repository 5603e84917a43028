import { refuse, type Refusal } from '../../../kernel/refusal';
import { plusSeconds } from '../../../kernel/time';
import type { IdentityEvent } from '../events';
import type { IdentityState, OpenJob } from '../state';
import { jobData } from './job-facts';
import { LEASE_SECONDS } from './lease-job';
import { subjectOf } from './rotation';
import { isBegun, isLeased } from './under-way';

/** Whose lease of which job. */
export interface HeldLease {
  readonly jobId: string;
  readonly agentId: string;
  readonly leaseId: string;
}

export const leaseLost = (): Refusal =>
  refuse('LEASE_LOST', 'The job was called off, is over, or was handed out anew. Do not touch the account; ask again.');

const leased = (state: IdentityState, { jobId, agentId, leaseId }: HeldLease): OpenJob | undefined =>
  state.jobs.find((job) => job.jobId === jobId && job.lease?.agentId === agentId && job.lease.leaseId === leaseId);

/** The agent is about to touch the account. Only after this it may; a repetition answers as the first. */
export const startJob = (
  state: IdentityState,
  identityId: string,
  reference: HeldLease,
  now: string,
): readonly IdentityEvent[] | Refusal => {
  const job = leased(state, reference);
  const startedBefore = job?.lease?.startedAt;
  // Past its time a job is begun by nobody, nor once its lease ran out: a checkout may have come.
  if (job === undefined || !isLeased(job, now) || (startedBefore === undefined && job.notAfter <= now)) {
    return leaseLost();
  }
  const { agentId, leaseId } = reference;
  const data = { ...jobData(state, identityId, job), agentId, leaseId };
  return startedBefore === undefined
    ? [
        {
          type: 'keyledger.job-started.v1',
          data: { ...data, startedAt: now, leaseUntil: plusSeconds(now, LEASE_SECONDS) },
        },
      ]
    : [];
};

/** The agent is still at it. */
export const extendLease = (
  state: IdentityState,
  identityId: string,
  reference: HeldLease,
  now: string,
): readonly IdentityEvent[] | Refusal => {
  const job = leased(state, reference);
  if (job === undefined || !(isBegun(job) || isLeased(job, now))) {
    return leaseLost();
  }
  const { jobId, leaseId } = reference;
  const leaseUntil = plusSeconds(now, LEASE_SECONDS);
  const data = { ...subjectOf(state, identityId), jobId, hostId: job.hostId, leaseId, leaseUntil };
  return [{ type: 'keyledger.job-lease-extended.v1', data }];
};
