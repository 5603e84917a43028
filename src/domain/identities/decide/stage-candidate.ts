import type { IdentityEvent } from '../events';
import type { IdentityState } from '../state';
import { isBegun } from './under-way';
import { cancelled, queueJobs, type JobMoment } from './job-facts';
import { subjectOf } from './rotation';

/** Is this rotation to be done on hosts, and is a candidate owed to it? */
export const owesCandidate = (state: IdentityState, rotationId: string): boolean =>
  state.rotation?.rotationId === rotationId &&
  state.rotation.mode === 'hosts' &&
  state.rotation.version === undefined &&
  (state.status === 'active' || state.status === 'enrolling');

/** The candidate lies sealed in the material store and was read back: from now on each host has a job, in the same append. */
export const stageCandidate = (
  state: IdentityState,
  identityId: string,
  rotationId: string,
  version: number,
  moment: JobMoment,
): readonly IdentityEvent[] => {
  if (!owesCandidate(state, rotationId)) {
    return [];
  }
  const purpose = state.rotation?.trigger === 'enrollment' ? 'enrollment' : 'rotation';
  // What was to set or look at the old value would only be in the way.
  const called = state.jobs.filter((job) => !isBegun(job));
  return [
    ...called.map((job) => cancelled(state, identityId, job, 'superseded', moment.now)),
    {
      type: 'keyledger.rotation-staged.v1',
      data: {
        ...subjectOf(state, identityId),
        rotationId,
        version,
        previousVersion: state.credentialVersion,
        stagedAt: moment.now,
      },
    },
    ...queueJobs(
      state,
      identityId,
      state.settings.hostIds,
      () => ({ type: 'set', purpose, version, rotationId }),
      moment,
    ),
  ];
};
