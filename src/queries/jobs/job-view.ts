import type { JobDocument } from '../../../projections/jobs/document';

/** A job as the API shows it; never a secret. */
export type JobView = Omit<JobDocument, 'openOn' | 'revision' | 'notBefore' | 'leaseUntil'> &
  Pick<JobDocument, 'notBefore' | 'leaseUntil'>;

/** A lease that ran out before anything was begun is nobody's, whether or not a fact says so. */
export const jobView = ({ openOn: _, revision: __, ...job }: JobDocument, now: string): JobView => {
  const lapsed = job.state === 'leased' && (job.leaseUntil ?? '') <= now;
  return lapsed ? { ...job, state: 'queued' } : job;
};
