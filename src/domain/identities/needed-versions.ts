import { plusDays } from '../../kernel/time';
import { GRACE_DAYS, isRestorable } from './replaced-versions';
import type { IdentityState } from './state';

/** Proved on one, possibly set on one, or on its way there. */
export const mayBeOnAHost = (state: IdentityState, version: number): boolean =>
  state.candidate?.version === version ||
  state.jobs.some((job) => job.version === version) ||
  Object.values(state.holdings).some(
    (holding) => holding.version === version || holding.mayHold.some((entry) => entry.version === version),
  );

/** Somebody was shown it, and may ask for it again while the session lasts. */
const isHeld = ({ sessions }: IdentityState, version: number): boolean =>
  sessions.some(({ version: shown, alternatives = [] }) => shown === version || alternatives.includes(version));

/** A fact that the log holds says what this version is, or was. */
export const isVersionNamed = (state: IdentityState, version: number): boolean =>
  version === state.credentialVersion ||
  version === state.rotation?.version ||
  mayBeOnAHost(state, version) ||
  isHeld(state, version) ||
  state.replaced.some((entry) => entry.version === version) ||
  state.status === 'destroyed';

/** A host proved it when it was looked at last. */
export const isProvenSomewhere = (state: IdentityState, version: number): boolean =>
  Object.values(state.holdings).some((holding) => holding.version === version);

/**
 * Served, restorable, held by somebody, on a host or possibly so, or replaced a short while ago. A version above all that
 * facts name was stored for a fact that never came, unless that fact is on its way, which the grace period rules out.
 */
export const isVersionNeeded = (state: IdentityState, version: number, now: string): boolean =>
  version === state.credentialVersion ||
  version === state.highestVersion ||
  mayBeOnAHost(state, version) ||
  isHeld(state, version) ||
  state.replaced.some(
    (entry, n) => entry.version === version && (isRestorable(entry, n) || plusDays(entry.retiredAt, GRACE_DAYS) > now),
  );
