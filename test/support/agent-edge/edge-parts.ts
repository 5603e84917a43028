import type { JobOrder, JobSecret } from '../../../wire/job-order';

/** What a test orders. */
export type Ordered = Pick<JobOrder, 'type' | 'version' | 'target'> &
  Partial<JobOrder> & { readonly secret: JobSecret; readonly jobId: string };

export interface Queued {
  readonly ordered: Ordered;
  attempts: number;
  state: 'queued' | 'leased' | 'started' | 'done';
  leaseId: string;
  instance: string;
}

export interface Reply {
  readonly status: number;
  readonly body?: object;
}

export const problem = (status: number, code: string, more: object = {}): Reply => ({
  status,
  body: { status, code, detail: code, ...more },
});

/** The order of a job, as the server words it. */
export const orderOf = (
  { leaseId, attempts, ordered: { secret: _, ...rest } }: Queued,
  { agentId, hostId, now }: { readonly agentId: string; readonly hostId: string; readonly now: number },
): JobOrder => ({
  v: 1,
  leaseId,
  agentId,
  hostId,
  identityId: 'identity',
  attempt: attempts,
  issuedAt: new Date(now).toISOString(),
  notAfter: new Date(now + 60_000).toISOString(),
  ...rest,
});
