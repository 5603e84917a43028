import { keepsOld } from '../connectors';
import { holdingOn } from '../holdings';
import { isLost } from '../lost-values';
import type { IdentityState } from '../state';

/**
 * What else a host may take beside a version once that is set there, the likeliest first: on targets where setting a value
 * does not take the old one away. All of it has to go.
 */
export const stillLettingIn = (state: IdentityState, hostId: string, version: number): readonly number[] => {
  if (!keepsOld(state.settings)) {
    return [];
  }
  const { version: proven, mayHold } = holdingOn(state, hostId);
  const versions = [proven ?? state.credentialVersion, ...mayHold.map((entry) => entry.version)];
  return [...new Set(versions)].filter((each) => each > 0 && each !== version && !isLost(state, each));
};
