import type { Refusal } from '../../../kernel/refusal';
import type { IdentityState, OpenJob } from '../state';
import { rotationInProgress } from './rotation';

/** How long somebody who lost an agent is told to wait at a time, in seconds. */
const MOST_SECONDS = 60;

/** An agent has said that it touches the account, and nobody has said how that ended. */
export const isBegun = (job: OpenJob): boolean => job.lease?.startedAt !== undefined;

/** An agent has it and may begin it, or is at it. A lease that ran out is nobody's, whether or not a fact says so. */
export const isLeased = (job: OpenJob, now: string): boolean => job.lease !== undefined && job.lease.leaseUntil > now;

/** A job because of which the account may change at any moment. */
export const changing = (state: IdentityState, now: string): OpenJob | undefined =>
  state.jobs.find((job) => job.type === 'set' && (isBegun(job) || isLeased(job, now)));

/** Refused while the account is being changed on a host. */
export const refuseWhileChanging = (state: IdentityState, now: string): Refusal | undefined => {
  const job = changing(state, now);
  if (job === undefined) {
    return undefined;
  }
  const left = Math.ceil((Date.parse(job.lease?.leaseUntil ?? now) - Date.parse(now)) / 1000);
  const seconds = left > 0 ? Math.min(MOST_SECONDS, left) : MOST_SECONDS;
  return rotationInProgress('The value is being changed on a host; try again in a moment.', seconds);
};
