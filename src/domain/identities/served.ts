import { holdingOn, isProven } from './holdings';
import { isLost } from './lost-values';
import type { IdentityState } from './state';

/** Which versions are shown to somebody who asks for the value. */
export interface Served {
  readonly version: number;
  /** To be tried in this order when it does not work: what a host may hold instead. */
  readonly alternatives: readonly number[];
  /** Nobody has proved that it works where it is meant for. */
  readonly unverified: boolean;
  /** Hosts known to be on another version; asked for only where no host was named. */
  readonly elsewhere: readonly { readonly hostId: string; readonly version: number }[];
}

const newestFirst = (versions: readonly number[]): readonly number[] =>
  [...new Set(versions)].toSorted((a, b) => b - a);

/** What was lost with its store is nothing to try. */
const withValue = (state: IdentityState, versions: readonly number[]): readonly number[] =>
  versions.filter((version) => !isLost(state, version));

/**
 * The version last proved there. Where something may have been set since without anybody knowing, the newest first, unless
 * that very change is still under way: then the old one is the likelier.
 */
const onHost = (state: IdentityState, hostId: string): Served => {
  const { version: proven, mayHold } = holdingOn(state, hostId);
  const likely = proven ?? state.credentialVersion;
  const versions = newestFirst(withValue(state, [likely, ...mayHold.map(({ version }) => version)]));
  const underWay = state.jobs.some((job) => job.hostId === hostId && job.lease?.startedAt !== undefined);
  const version = underWay ? likely : (versions[0] ?? likely);
  return {
    version,
    alternatives: versions.filter((other) => other !== version),
    unverified: !isProven(state, hostId, version),
    elsewhere: [],
  };
};

const onAll = (state: IdentityState): Served => {
  const version = state.credentialVersion;
  const each = state.settings.hostIds.map((hostId) => ({ hostId, on: onHost(state, hostId) }));
  const versions = newestFirst(
    withValue(
      state,
      each.flatMap(({ on }) => [on.version, ...on.alternatives]),
    ),
  );
  return {
    version,
    alternatives: versions.filter((other) => other !== version),
    unverified: each.some(({ hostId }) => !isProven(state, hostId, version)),
    elsewhere: each.flatMap(({ hostId, on }) => (on.version === version ? [] : [{ hostId, version: on.version }])),
  };
};

/** What is served of an identity: for one host, or wherever it is used. */
export const served = (state: IdentityState, hostId?: string): Served => {
  const { hostIds } = state.settings;
  const only = hostId ?? (hostIds.length === 1 ? hostIds[0] : undefined);
  return only === undefined ? onAll(state) : onHost(state, only);
};
