import { withEntry } from '../../kernel/draft';
import type { Evolve } from '../../kernel/fold';
import type { ValueEvent } from '../values/events';
import { withoutScheme, withoutUpTo, withUpgraded } from '../../kernel/value-schemes';
import { holdingOn, mayHold } from './holdings';
import type { IdentityState } from './state';
import { isWithheld } from './withheld';

/** Where an agent was at work that could have set it, nobody knows whether it did. */
const possiblyOnHosts = (state: IdentityState, version: number): IdentityState['holdings'] => {
  const hostIds = state.settings.hostIds.filter((hostId) => !isWithheld(state, hostId, version));
  const may = hostIds.map((hostId) => {
    return [hostId, mayHold(holdingOn(state, hostId), version, '')] as const;
  });
  return { ...state.holdings, ...Object.fromEntries(may) };
};

/** A person said that it is dead: nobody has to try it on a host where it was only possible. */
const without = (holdings: IdentityState['holdings'], version: number): IdentityState['holdings'] =>
  Object.fromEntries(
    Object.entries(holdings).map(([hostId, holding]) => [
      hostId,
      { ...holding, mayHold: holding.mayHold.filter((entry) => entry.version !== version) },
    ]),
  );

/** How the facts of its stored values change an identity. */
export const evolveValues: Evolve<IdentityState, ValueEvent> = {
  'keyledger.material-upgraded.v1': (state, { version }) => ({
    ...state,
    schemes: withUpgraded(state.schemes, version),
  }),
  'keyledger.credential-saved-anew.v1': (state, { version, typedBy }) => ({
    ...state,
    schemes: withoutScheme(state.schemes, version),
    typed: typedBy === undefined ? state.typed : withEntry(state.typed, version, typedBy),
  }),
  'keyledger.credential-version-retired.v1': (state, { version }) => ({
    ...state,
    schemes: withoutScheme(state.schemes, version),
  }),
  'keyledger.credential-version-discarded.v1': (state, { version }) => ({
    ...state,
    replaced: state.replaced.map((entry) => (entry.version === version ? { ...entry, restorable: false } : entry)),
    holdings: without(state.holdings, version),
    schemes: withoutScheme(state.schemes, version),
  }),
  'keyledger.identity-value-orphaned.v1': (state, { version }) => ({
    ...state,
    highestVersion: Math.max(version, state.highestVersion),
    holdings: possiblyOnHosts(state, version),
  }),
  'keyledger.identity-value-lost.v1': (state) => ({
    ...state,
    lostUpTo: state.highestVersion,
    schemes: withoutUpTo(state.schemes, state.highestVersion),
    candidate: undefined,
    replaced: state.replaced.map((entry) => ({ ...entry, restorable: false })),
  }),
};
