import { identity } from '../domain/identities/evolve';
import type { IdentityState } from '../domain/identities/state';
import type { View } from '../kernel/stream-reader';
import { assertNotLost } from './not-lost';

export type { IdentityState };

/** An identity that is or was there, a deleted one until its values are destroyed; undefined: there is none. */
export const loadAskedIdentity = async (view: View, identityId: string): Promise<IdentityState | undefined> => {
  const { state } = await view.load(identity, identityId);
  if (state.status === 'none') await assertNotLost(view, 'identity', identityId);
  return state.status === 'none' || state.status === 'destroyed' ? undefined : state;
};
