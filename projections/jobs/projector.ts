import type { JobEvent } from '../../src/domain/jobs/events';
import type { Projector } from '../../src/kernel/projector';
import { JOBS, type JobDocument } from './document';

type Queued = Extract<JobEvent, { type: 'keyledger.job-queued.v1' }>;

const queued = ({ data }: Queued, revision: number): JobDocument => {
  const { jobId: id, attempt, ...job } = data;
  return { id, ...job, state: 'queued', attempts: attempt - 1, openOn: data.hostId, revision };
};

const over = ({ openOn: _, leaseUntil: __, ...job }: JobDocument, endedAt: string): JobDocument => ({
  ...job,
  endedAt,
});

const next = (job: JobDocument, fact: JobEvent): JobDocument => {
  switch (fact.type) {
    case 'keyledger.job-queued.v1':
      return job;
    case 'keyledger.job-leased.v1': {
      const { agentId, leaseUntil, attempt: attempts } = fact.data;
      return { ...job, state: job.state === 'applying' ? 'applying' : 'leased', agentId, leaseUntil, attempts };
    }
    case 'keyledger.job-started.v1': {
      const { leaseUntil, startedAt } = fact.data;
      return { ...job, state: 'applying', leaseUntil, startedAt };
    }
    case 'keyledger.job-lease-extended.v1':
      return { ...job, leaseUntil: fact.data.leaseUntil };
    case 'keyledger.job-result-recorded.v1': {
      const { outcome: state, code, detail, warnings, recordedAt } = fact.data;
      return {
        ...over(job, recordedAt),
        state,
        ...(code === undefined ? {} : { code }),
        ...(detail === undefined ? {} : { detail }),
        ...(warnings === undefined ? {} : { warnings }),
      };
    }
    case 'keyledger.job-expired.v1':
      return {
        ...over(job, fact.data.expiredAt),
        state: fact.data.started ? 'unverified' : 'expired',
        code: 'EXPIRED',
      };
    case 'keyledger.job-cancelled.v1': {
      const { started, reason, cancelledAt } = fact.data;
      return { ...over(job, cancelledAt), state: started ? 'unverified' : 'cancelled', code: reason.toUpperCase() };
    }
  }
};

export const jobs: Projector<JobDocument> = {
  schema: JOBS,
  types: [
    'keyledger.job-queued.v1',
    'keyledger.job-leased.v1',
    'keyledger.job-started.v1',
    'keyledger.job-lease-extended.v1',
    'keyledger.job-result-recorded.v1',
    'keyledger.job-expired.v1',
    'keyledger.job-cancelled.v1',
  ],
  ids: (event) => [(event as unknown as JobEvent).data.jobId],
  next: (job, { revision, ...event }) => {
    const fact = event as unknown as JobEvent;
    if (fact.type === 'keyledger.job-queued.v1') {
      return queued(fact, revision);
    }
    return job && { ...next(job, fact), revision };
  },
};
