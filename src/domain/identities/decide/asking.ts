import { grow } from '../../../kernel/fold';
import type { IdentityEvent } from '../events';
import { identity } from '../evolve';
import type { IdentityState } from '../state';
import { isLost } from '../lost-values';
import { isWithheld } from '../withheld';
import type { JobMoment } from './job-facts';
import { newCandidate } from './new-candidate';
import { requestRotation } from './rotation';

/** Who asks that hosts be set, as far as that decides which values may go there. */
export interface Asking {
  /** Id of the caller, who has access to the values: at the caller's word an agent is sent what existed before it came. */
  readonly by?: string;
  /** Versions typed by somebody who has no access to the values (any more): no host is set to one of them. */
  readonly untrusted: readonly number[];
}

/** Somebody without access to the values. */
export const WITHOUT_ACCESS: Asking = { untrusted: [] };

/** May the host be set to this version, as who asks stands? To one that was lost it can't be. */
export const maySet = (state: IdentityState, hostId: string, version: number, { by, untrusted }: Asking): boolean =>
  !isLost(state, version) && !untrusted.includes(version) && (by !== undefined || !isWithheld(state, hostId, version));

/** What is written of who asked: only where it made the difference. */
export const askedFor = (
  state: IdentityState,
  hostId: string,
  version: number,
  { by }: Asking,
): { askedBy?: string } => (by !== undefined && isWithheld(state, hostId, version) ? { askedBy: by } : {});

/** A fresh value in place of one that a host may not be set to. */
export const setFresh = (
  state: IdentityState,
  identityId: string,
  hostId: string,
  { now, unique }: JobMoment,
  called: readonly IdentityEvent[] = [],
): readonly IdentityEvent[] => {
  const free = grow(identity, state, called);
  const { rotation } = free;
  const fresh =
    rotation?.version === undefined
      ? requestRotation(free, identityId, 'manual', { now, rotationId: unique })
      : newCandidate(
          free,
          identityId,
          { rotationId: rotation.rotationId, version: rotation.version, hostId },
          rotation.refusals,
          now,
        );
  return [...called, ...fresh];
};
