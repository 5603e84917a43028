import type { IdentityEvent } from '../events';
import type { IdentityState } from '../state';
import { cancelled } from './job-facts';
import { subjectOf } from './rotation';
import { isBegun } from './under-way';

/**
 * The candidate of a rotation is not to be what the hosts get: nobody else begins with it, and another one is owed.
 * `refusals`: how many of its candidates a target's own rules have refused by now.
 */
export const newCandidate = (
  state: IdentityState,
  identityId: string,
  { rotationId, version, hostId }: { readonly rotationId: string; readonly version: number; readonly hostId: string },
  refusals: number,
  now: string,
): readonly IdentityEvent[] => {
  const others = state.jobs.filter((job) => job.rotationId === rotationId && !isBegun(job));
  return [
    ...others.map((job) => cancelled(state, identityId, job, 'superseded', now)),
    {
      type: 'keyledger.rotation-candidate-refused.v1',
      data: { ...subjectOf(state, identityId), rotationId, version, hostId, refusals },
    },
  ];
};
