import type { JobDocument } from '../../../projections/jobs/document';
import { without } from '../../kernel/without';

const HIDDEN = ['openOn', 'revision'] as const;
const hidden = new Set(HIDDEN);

/** A job as the API shows it; never a secret. */
export type JobView = Omit<JobDocument, (typeof HIDDEN)[number] | 'notBefore' | 'leaseUntil'> &
  Pick<JobDocument, 'notBefore' | 'leaseUntil'>;

/** A lease that ran out before anything was begun is nobody's, whether or not a fact says so. */
export const jobView = (job: JobDocument, now: string): JobView => {
  const lapsed = job.state === 'leased' && (job.leaseUntil ?? '') <= now;
  return Object.assign(without(job, hidden), lapsed ? { state: 'queued' as const } : {});
};
