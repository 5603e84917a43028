import { grow } from '../../../kernel/fold';
import { refuse, type Refusal } from '../../../kernel/refusal';
import type { JobCancelReason } from '../../jobs/events';
import type { IdentityEvent } from '../events';
import { identity } from '../evolve';
import type { IdentityState, OpenJob } from '../state';
import { cancelled, expired } from './job-facts';
import { failRotation, rotationInProgress } from './rotation';
import { settleRotation } from './settle-rotation';
import { isBegun, isLeased } from './under-way';

const settled = (
  state: IdentityState,
  identityId: string,
  events: readonly IdentityEvent[],
  now: string,
): readonly IdentityEvent[] => [...events, ...settleRotation(grow(identity, state, events), identityId, now)];

/** Makes visible that nobody did a job in time, once nobody is at it any more. */
export const expireJob = (
  state: IdentityState,
  identityId: string,
  jobId: string,
  now: string,
): readonly IdentityEvent[] => {
  const job = state.jobs.find((open) => open.jobId === jobId);
  return job === undefined || job.notAfter > now || isLeased(job, now)
    ? []
    : settled(state, identityId, [expired(state, identityId, job, now)], now);
};

/** While an agent is at it nobody knows where it stands; one that fell silent may be given up. */
const refuseWhileAtIt = (jobs: readonly OpenJob[], now: string): Refusal | undefined =>
  jobs.some((job) => isBegun(job) && isLeased(job, now))
    ? rotationInProgress('The agent is changing the account at this moment; try again shortly.', 5)
    : undefined;

/** A person calls a job off. */
export const cancelJob = (
  state: IdentityState,
  identityId: string,
  jobId: string,
  now: string,
): readonly IdentityEvent[] | Refusal => {
  const job = state.jobs.find((open) => open.jobId === jobId);
  if (job === undefined) {
    return refuse('CONFLICT', 'The job is over.');
  }
  return (
    refuseWhileAtIt([job], now) ??
    settled(state, identityId, [cancelled(state, identityId, job, 'by_person', now)], now)
  );
};

/** A person calls the rotation off: hosts that have the new value keep it. */
export const cancelRotation = (
  state: IdentityState,
  identityId: string,
  now: string,
): readonly IdentityEvent[] | Refusal => {
  const { rotation } = state;
  if (rotation === undefined) {
    return refuse('CONFLICT', 'No rotation is on its way.');
  }
  if (rotation.mode === 'vault') {
    return rotationInProgress('The value is being changed in the vault.', 1);
  }
  const jobs = state.jobs.filter((job) => job.rotationId === rotation.rotationId);
  const refusal = refuseWhileAtIt(jobs, now);
  if (refusal !== undefined) {
    return refusal;
  }
  const called = jobs.map((job) => cancelled(state, identityId, job, 'by_person', now));
  const after = grow(identity, state, called);
  const nothingStaged = rotation.mode === 'manual' || rotation.version === undefined;
  const why = { code: 'CANCELLED', detail: 'A person called the rotation off.' };
  return nothingStaged
    ? [...called, ...failRotation(after, identityId, rotation.rotationId, why, now)]
    : settled(state, identityId, called, now);
};

/** Calls off, for a reason of ours, whatever jobs of an identity fit. */
export const callOff = (
  state: IdentityState,
  identityId: string,
  which: (job: OpenJob) => boolean,
  reason: JobCancelReason,
  now: string,
): readonly IdentityEvent[] => state.jobs.filter(which).map((job) => cancelled(state, identityId, job, reason, now));

/** An agent is out: what it was at is anybody's guess; what it only had goes to the next agent when its lease runs out. */
export const giveUpJobsOf = (
  state: IdentityState,
  identityId: string,
  agentId: string,
  now: string,
): readonly IdentityEvent[] => {
  const mine = (job: OpenJob) => isBegun(job) && job.lease?.agentId === agentId;
  const called = callOff(state, identityId, mine, 'agent_revoked', now);
  return called.length === 0 ? [] : settled(state, identityId, called, now);
};

/** The value of a job that was about to be handed out, or just was, does not open: nobody was shown it, and nobody can be. */
export const endUndisclosed = (
  state: IdentityState,
  identityId: string,
  which: (job: OpenJob) => boolean,
  now: string,
): readonly IdentityEvent[] => {
  const called = callOff(state, identityId, which, 'value_not_opened', now);
  return called.length === 0 ? [] : settled(state, identityId, called, now);
};
