import type { IdentityEvent } from '../events';
import type { IdentityState, OpenJob } from '../state';
import { setFresh } from './asking';
import { callOff } from './end-job';
import { endWhatIsOver } from './end-session';
import type { JobMoment } from './job-facts';
import { rotationMode, type Moment } from './rotation';
import { isBegun } from './under-way';

/**
 * Whoever typed the value of a job has no access to the identity's values (any more), and would know what the host is set
 * to: a fresh one takes its place. One that an agent has begun is brought to its end all the same.
 */
export const replaceTyped = (
  found: IdentityState,
  identityId: string,
  job: OpenJob,
  moment: Moment & JobMoment,
): readonly IdentityEvent[] | undefined => {
  if (isBegun(job)) return undefined;
  const { events, state } = endWhatIsOver(found, identityId, moment);
  // While somebody holds it nothing is set, nor made anew: the job waits for the end of that.
  if (rotationMode(state.settings) !== 'hosts' || state.sessions.length > 0) return events;
  const called = callOff(state, identityId, ({ jobId }) => jobId === job.jobId, 'superseded', moment.now);
  return [...events, ...setFresh(state, identityId, job.hostId, moment, called)];
};
