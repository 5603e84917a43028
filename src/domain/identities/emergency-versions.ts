import { isLost } from './lost-values';
import { served } from './served';
import type { IdentityState } from './state';

/** What a version is to somebody who must get in and has several to try. */
export type VersionLabel = 'current' | 'candidate' | 'former';

export const labelOf = ({ credentialVersion }: IdentityState, version: number): VersionLabel => {
  if (version === credentialVersion) return 'current';
  return version > credentialVersion ? 'candidate' : 'former';
};

export interface EmergencyVersions {
  readonly version: number;
  /** Everything a host may take, the first one included, newest first; empty where there is but one. */
  readonly alternatives: readonly number[];
}

/**
 * What is shown to somebody who breaks the glass: what is served, and beside it whatever else a host may take, the candidate of
 * a rotation that is under way or failed among it, whether or not it has come anywhere yet.
 */
export const emergencyVersions = (state: IdentityState): EmergencyVersions => {
  const { version, alternatives } = served(state);
  const { credentialVersion, rotation, candidate } = state;
  const all = [version, credentialVersion, ...alternatives, rotation?.version ?? 0, candidate?.version ?? 0];
  const those = [...new Set(all)].filter((each) => each > 0 && !isLost(state, each)).toSorted((a, b) => b - a);
  return { version, alternatives: those.length > 1 ? those : [] };
};
