import type { IdentityEvent } from '../events';
import type { IdentityState, OpenJob } from '../state';
import { setFresh } from './asking';
import { callOff } from './end-job';
import { endWhatIsOver } from './end-session';
import type { JobMoment } from './job-facts';
import { rotationMode, type RotationStart } from './rotation';
import { isBegun } from './under-way';

/**
 * What a job would bring to its host may not go there any more: whoever typed the value, or asked that it be sent, has no
 * access to the identity's values by now. A fresh one takes its place; a look is called off. One that an agent has begun is
 * brought to its end all the same.
 */
export const replaceBarred = (
  found: IdentityState,
  identityId: string,
  job: OpenJob,
  moment: RotationStart & JobMoment,
): readonly IdentityEvent[] | undefined => {
  if (isBegun(job)) return undefined;
  const { events, state } = endWhatIsOver(found, identityId, moment);
  const callItOff = () => callOff(state, identityId, ({ jobId }) => jobId === job.jobId, 'superseded', moment.now);
  if (job.type === 'verify') return [...events, ...callItOff()];
  // While somebody holds it nothing is set, nor made anew: the job waits for the end of that.
  if (rotationMode(state.settings) !== 'hosts' || state.sessions.length > 0) return events;
  return [...events, ...setFresh(state, identityId, job.hostId, moment, callItOff())];
};
