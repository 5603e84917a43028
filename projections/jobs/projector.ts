import type { JobEvent, JobQueued } from '../../src/domain/jobs/events';
import { following, streamOfIdentityIn, type Projector } from '../../src/kernel/projector';
import { JOBS, type JobDocument } from './document';

const queued = ({ data }: Pick<JobQueued, 'data'>, revision: number): JobDocument => {
  const { jobId: id, attempt, ...job } = data;
  return { id, ...job, state: 'queued', attempts: attempt - 1, openOn: data.hostId, revision };
};

const over = ({ openOn: _, leaseUntil: __, ...job }: JobDocument, endedAt: string): JobDocument => ({
  ...job,
  endedAt,
});

export const jobs: Projector<JobDocument> = {
  schema: JOBS,
  streams: { id: streamOfIdentityIn },
  ...following<JobDocument, JobEvent>(({ data }) => [data.jobId], {
    'keyledger.job-queued.v1': (_, fact) => queued(fact, fact.revision),
    'keyledger.job-leased.v1': (job, { data: { agentId, leaseUntil, attempt: attempts }, revision }) =>
      job && {
        ...job,
        state: job.state === 'applying' ? 'applying' : 'leased',
        agentId,
        leaseUntil,
        attempts,
        revision,
      },
    'keyledger.job-started.v1': (job, { data: { leaseUntil, startedAt }, revision }) =>
      job && { ...job, state: 'applying', leaseUntil, startedAt, revision },
    'keyledger.job-lease-extended.v1': (job, { data: { leaseUntil }, revision }) =>
      job && { ...job, leaseUntil, revision },
    'keyledger.job-result-recorded.v1': (job, { data, revision }) => {
      const { outcome: state, code, detail, warnings, recordedAt } = data;
      return (
        job && {
          ...over(job, recordedAt),
          state,
          ...(code === undefined ? {} : { code }),
          ...(detail === undefined ? {} : { detail }),
          ...(warnings === undefined ? {} : { warnings }),
          revision,
        }
      );
    },
    'keyledger.job-expired.v1': (job, { data: { started, expiredAt }, revision }) =>
      job && { ...over(job, expiredAt), state: started ? 'unverified' : 'expired', code: 'EXPIRED', revision },
    'keyledger.job-cancelled.v1': (job, { data: { started, reason, cancelledAt }, revision }) =>
      job && {
        ...over(job, cancelledAt),
        state: started ? 'unverified' : 'cancelled',
        code: reason.toUpperCase(),
        revision,
      },
  }),
};
