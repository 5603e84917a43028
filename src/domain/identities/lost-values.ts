import type { IdentityState } from './state';

/** Was the value of this version lost with the store it lay in? */
export const isLost = ({ lostUpTo = 0 }: Pick<IdentityState, 'lostUpTo'>, version: number): boolean =>
  version > 0 && version <= lostUpTo;

/** Nobody can be shown anything: the value served is lost, and none was given or made since. */
export const hasNoValue = (state: Pick<IdentityState, 'lostUpTo' | 'credentialVersion'>): boolean =>
  isLost(state, state.credentialVersion);
