import { plusMinutes } from '../../../kernel/time';
import type { JobCancelReason, JobCancelled, JobExpired, JobPurpose, JobQueued } from '../../jobs/events';
import { jobIdOf } from '../job-id';
import type { IdentityState, OpenJob } from '../state';
import { subjectOf } from './rotation';

/** Minutes from its making until a job is over: a person waits for an enrollment, a look comes again tomorrow. */
const LASTS_MINUTES: Readonly<Record<JobPurpose, number>> = {
  rotation: 24 * 60,
  enrollment: 10,
  reconcile: 24 * 60,
  verification: 60,
};

type Work = Pick<OpenJob, 'jobId' | 'hostId' | 'type' | 'purpose' | 'version'> & { readonly rotationId?: string };

/** What every fact of a job repeats. */
export const jobData = (
  state: IdentityState,
  identityId: string,
  { jobId, hostId, type, purpose, version, rotationId }: Work,
) => ({
  ...subjectOf(state, identityId),
  jobId,
  hostId,
  type,
  purpose,
  version,
  ...(rotationId === undefined ? {} : { rotationId }),
});

/** Time, and what the ids of new jobs are made of. */
export interface JobMoment {
  readonly now: string;
  /** Unguessable, and used once. */
  readonly unique: string;
}

const askedFor = (askedBy: string | undefined): { askedBy?: string } => (askedBy === undefined ? {} : { askedBy });

/** A new job for each of some hosts. */
export const queueJobs = (
  state: IdentityState,
  identityId: string,
  hostIds: readonly string[],
  work: (hostId: string) => Omit<Work, 'jobId' | 'hostId'> & Pick<OpenJob, 'askedBy'>,
  { now, unique }: JobMoment,
): readonly JobQueued[] =>
  hostIds.map((hostId, n) => {
    const { askedBy, ...rest } = work(hostId);
    const job = jobData(state, identityId, { ...rest, hostId, jobId: jobIdOf(identityId, unique, n) });
    const notAfter = plusMinutes(now, LASTS_MINUTES[job.purpose]);
    return {
      type: 'keyledger.job-queued.v1',
      data: { ...job, attempt: 1, createdAt: now, notAfter, ...askedFor(askedBy) },
    };
  });

/** The same work once more, not before a time. */
export const queueAgain = (
  state: IdentityState,
  identityId: string,
  job: Work & Pick<OpenJob, 'attempt' | 'notAfter' | 'askedBy'>,
  { now, unique }: JobMoment,
  notBefore: string,
): JobQueued => {
  const { attempt, notAfter, askedBy } = job;
  const again = jobData(state, identityId, { ...job, jobId: jobIdOf(identityId, unique) });
  return {
    type: 'keyledger.job-queued.v1',
    data: { ...again, attempt, createdAt: now, notAfter, notBefore, ...askedFor(askedBy) },
  };
};

const started = (job: OpenJob): boolean => job.lease?.startedAt !== undefined;

export const cancelled = (
  state: IdentityState,
  identityId: string,
  job: OpenJob,
  reason: JobCancelReason,
  now: string,
): JobCancelled => ({
  type: 'keyledger.job-cancelled.v1',
  data: { ...jobData(state, identityId, job), started: started(job), reason, cancelledAt: now },
});

export const expired = (state: IdentityState, identityId: string, job: OpenJob, now: string): JobExpired => ({
  type: 'keyledger.job-expired.v1',
  data: { ...jobData(state, identityId, job), started: started(job), expiredAt: now },
});
