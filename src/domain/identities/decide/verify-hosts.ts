import type { IdentityEvent } from '../events';
import { holdingOn } from '../holdings';
import { served } from '../served';
import type { IdentityState } from '../state';
import { queueJobs, type JobMoment } from './job-facts';
import { rotationMode } from './rotation';

/**
 * Does each host still hold what it should? Asked of hosts that are there to answer, while nothing else is under way, and
 * never again after a refusal: wrong logins lock accounts.
 */
export const verifyHosts = (
  state: IdentityState,
  identityId: string,
  online: readonly string[],
  moment: JobMoment,
): readonly IdentityEvent[] => {
  if (state.status !== 'active' || state.rotation !== undefined || rotationMode(state.settings) !== 'hosts') {
    return [];
  }
  const { hostIds } = state.settings;
  if (hostIds.some((hostId) => holdingOn(state, hostId).refused === true)) {
    return [];
  }
  const idle = hostIds.filter((hostId) => online.includes(hostId) && !state.jobs.some((job) => job.hostId === hostId));
  const work = (hostId: string) =>
    ({ type: 'verify', purpose: 'verification', version: served(state, hostId).version }) as const;
  return queueJobs(state, identityId, idle, work, moment);
};
