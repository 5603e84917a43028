import type { JobCancelled, JobExpired, JobQueued, JobResultRecorded } from '../../src/domain/jobs/events';
import type { Agenda } from './agenda';

type Fact = JobQueued | JobResultRecorded | JobExpired | JobCancelled;

/** A job nobody did in time is over; this is when somebody has to say so. */
export const jobs: Agenda<Fact> = {
  types: [
    'keyledger.job-queued.v1',
    'keyledger.job-result-recorded.v1',
    'keyledger.job-expired.v1',
    'keyledger.job-cancelled.v1',
  ],
  id: ({ data }) => `job:${data.jobId}`,
  next: (_, fact, id) => {
    if (fact.type !== 'keyledger.job-queued.v1') {
      return undefined;
    }
    const { organizationId, identityGroupId, identityId, jobId, notAfter: dueAt } = fact.data;
    return { id, kind: 'job', dueAt, organizationId, identityGroupId, identityId, jobId };
  },
};
