import { plusDays } from '../../../kernel/time';
import type { IdentityEvent } from '../events';
import { holdingOn } from '../holdings';
import { isLost } from '../lost-values';
import { served } from '../served';
import type { AccountOnHost, IdentityState } from '../state';
import { queueJobs, type JobMoment } from './job-facts';
import { rotationMode } from './rotation';
import { isWithheld } from '../withheld';

/** Asked, or told of by a result, at that time or after. */
const isKnownSince = ({ askedAt = '', outcome }: AccountOnHost, time: string): boolean =>
  askedAt >= time || (outcome?.since ?? '') >= time;

/**
 * Does each host still hold what it should? Asked of hosts that are there to answer, while nothing else is under way, and
 * never again after a refusal: wrong logins lock accounts. `dueAt`: who was heard of since then, and within a day, is left in
 * peace: hosts that come back at different times are each asked once, and one that stays away keeps no other from its turn.
 */
export const verifyHosts = (
  state: IdentityState,
  identityId: string,
  online: readonly string[],
  moment: JobMoment,
  dueAt?: string,
): readonly IdentityEvent[] => {
  if (state.status !== 'active' || state.rotation !== undefined || rotationMode(state.settings) !== 'hosts') {
    return [];
  }
  const { hostIds } = state.settings;
  if (hostIds.some((hostId) => holdingOn(state, hostId).refused === true)) {
    return [];
  }
  const yesterday = plusDays(moment.now, -1);
  const since = dueAt !== undefined && dueAt < yesterday ? yesterday : dueAt;
  const idle = hostIds.filter(
    (hostId) =>
      online.includes(hostId) &&
      !state.jobs.some((job) => job.hostId === hostId) &&
      (since === undefined || !isKnownSince(holdingOn(state, hostId), since)),
  );
  // An agent that came later than the value looks once it has set a fresh one.
  const known = idle.filter((hostId) => {
    const { version } = served(state, hostId);
    return !isWithheld(state, hostId, version) && !isLost(state, version);
  });
  const work = (hostId: string) =>
    ({ type: 'verify', purpose: 'verification', version: served(state, hostId).version }) as const;
  return queueJobs(state, identityId, known, work, moment);
};
