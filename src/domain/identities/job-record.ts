import type { JobEvent, JobPurpose, JobType } from '../jobs/events';
import type { OpenJob } from './state';

/** A job as a result is judged against: open, or found again in the stream after its end. */
export interface JobRecord {
  readonly jobId: string;
  readonly hostId: string;
  readonly type: JobType;
  readonly purpose: JobPurpose;
  readonly rotationId?: string;
  readonly version: number;
  readonly attempt: number;
  readonly notAfter: string;
  /** Who asked that an agent be sent a value that existed before it came. */
  readonly askedBy?: string;
  /** Agents it was disclosed to. */
  readonly agentIds: readonly string[];
  readonly open: boolean;
  /** The outcome that was recorded, if any was. */
  readonly outcome?: string;
}

export const openJobRecord = (job: OpenJob): JobRecord => ({
  ...job,
  agentIds: job.lease === undefined ? [] : [job.lease.agentId],
  open: true,
});

const next = (record: JobRecord | undefined, fact: JobEvent): JobRecord | undefined => {
  if (fact.type === 'keyledger.job-queued.v1') {
    const { jobId, hostId, type, purpose, rotationId, version, attempt, notAfter, askedBy } = fact.data;
    const work = { jobId, hostId, type, purpose, version, attempt, notAfter };
    const asked = askedBy === undefined ? {} : { askedBy };
    return { ...work, ...asked, ...(rotationId === undefined ? {} : { rotationId }), agentIds: [], open: true };
  }
  if (record === undefined) {
    return undefined;
  }
  switch (fact.type) {
    case 'keyledger.job-leased.v1':
      return { ...record, attempt: fact.data.attempt + 1, agentIds: [...record.agentIds, fact.data.agentId] };
    case 'keyledger.job-result-recorded.v1':
      return { ...record, open: false, outcome: fact.data.outcome };
    case 'keyledger.job-expired.v1':
    case 'keyledger.job-cancelled.v1':
      return { ...record, open: false };
    default:
      return record;
  }
};

/** A job from its facts, in the order they happened. */
export const jobRecord = (jobId: string, facts: readonly JobEvent[]): JobRecord | undefined =>
  facts.filter(({ data }) => data.jobId === jobId).reduce<JobRecord | undefined>(next, undefined);
