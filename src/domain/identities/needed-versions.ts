import { plusDays } from '../../kernel/time';
import type { IdentityState } from './state';

/** Days for which a value that nobody can serve any more is kept: a person may still notice that it was the right one. */
export const GRACE_DAYS = 7;

const onAHost = (state: IdentityState, version: number): boolean =>
  state.candidate?.version === version ||
  state.jobs.some((job) => job.version === version) ||
  Object.values(state.holdings).some(
    (holding) => holding.version === version || holding.mayHold.some((entry) => entry.version === version),
  );

/**
 * Served, restorable, held by somebody, on a host or possibly so, or replaced a short while ago. A version above all that
 * facts name was stored for a fact that never came, unless that fact is on its way, which the grace period rules out.
 */
export const isVersionNeeded = (state: IdentityState, version: number, now: string): boolean =>
  version === state.credentialVersion ||
  version === state.highestVersion ||
  onAHost(state, version) ||
  state.sessions.some((session) => session.version === version) ||
  state.replaced.some(
    (entry) => entry.version === version && (entry.restorable || plusDays(entry.retiredAt, GRACE_DAYS) > now),
  );
