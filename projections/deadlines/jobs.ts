import type { JobCancelled, JobExpired, JobQueued, JobResultRecorded } from '../../src/domain/jobs/events';
import { following } from '../../src/kernel/projector';
import type { DeadlineDocument } from './document';

type Fact = JobQueued | JobResultRecorded | JobExpired | JobCancelled;

/** A job nobody did in time is over; this is when somebody has to say so. */
export const jobDeadlines = following<DeadlineDocument, Fact>(({ data }) => [`job:${data.jobId}`], {
  'keyledger.job-queued.v1': (_, { data }, id) => {
    const { organizationId, identityGroupId, identityId, jobId, notAfter: dueAt } = data;
    return { id, kind: 'job', dueAt, organizationId, identityGroupId, identityId, jobId };
  },
  'keyledger.job-result-recorded.v1': () => undefined,
  'keyledger.job-expired.v1': () => undefined,
  'keyledger.job-cancelled.v1': () => undefined,
});
