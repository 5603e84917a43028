import { isTakenAway, provenBy, type Proven } from '../../kernel/proven';
import { isProven } from './holdings';
import type { IdentityState } from './state';

/** Where a version is proved: on one host, or on all the identity is on. */
export const provenOf = (state: IdentityState, version = state.credentialVersion, hostId?: string): Proven => {
  const hostIds = hostId === undefined ? state.settings.hostIds : [hostId];
  const isCandidate = state.candidate?.version === version || (version === 0 && state.status === 'enrolling');
  const isCurrent = version === state.credentialVersion;
  const { madeFor } = (isCurrent ? state : state.replaced.find((entry) => entry.version === version)) ?? {};
  return provenBy({
    // What is on its way to the hosts waits to be put there.
    isCurrent: isCurrent || isCandidate,
    byPerson: madeFor === undefined && !isCandidate,
    hosts: hostIds.map((id) => isProven(state, id, version)),
    wasOnHosts: isCurrent && state.lastVaultOnly === false,
    takenAway: isTakenAway(madeFor),
  });
};
