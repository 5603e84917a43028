import { grow } from '../../../kernel/fold';
import type { IdentityEvent } from '../events';
import { identity } from '../evolve';
import { CANDIDATE_SHOWN } from '../evolve-rotation';
import type { IdentityState, OpenSession } from '../state';
import { wasShown } from '../was-shown';
import { cancelled } from './job-facts';
import { failRotation } from './rotation';
import { isBegun } from './under-way';

/**
 * Whoever was shown a candidate knows it, and is to know the value no longer: the rotation that would make it the value
 * ends, without counting as a failure. Nothing when the session was not shown it.
 */
export const dropShownCandidate = (
  state: IdentityState,
  identityId: string,
  session: Pick<OpenSession, 'version' | 'alternatives' | 'breakGlass'>,
  now: string,
): readonly IdentityEvent[] => {
  const { rotation } = state;
  if (rotation?.version === undefined || !wasShown(session, rotation.version)) {
    return [];
  }
  const { rotationId } = rotation;
  const waiting = state.jobs.filter((job) => job.rotationId === rotationId && !isBegun(job));
  const called = waiting.map((job) => cancelled(state, identityId, job, 'superseded', now));
  const why = { code: CANDIDATE_SHOWN, detail: 'Its new value was shown to somebody; another one takes its place.' };
  return [...called, ...failRotation(grow(identity, state, called), identityId, rotationId, why, now)];
};
