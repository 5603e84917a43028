import { replacedAs } from '../../../kernel/value-schemes';
import type { IdentityEvent, RotationOnHosts } from '../events';
import { holdingOn, isProven } from '../holdings';
import type { IdentityState } from '../state';
import { due, failRotation, nextRotation, subjectOf } from './rotation';

const confirm = (
  state: IdentityState,
  identityId: string,
  { rotationId, version }: { readonly rotationId: string; readonly version: number },
  now: string,
): IdentityEvent => ({
  type: 'keyledger.rotation-confirmed.v1',
  data: {
    ...subjectOf(state, identityId),
    rotationId,
    version,
    replacedVersion: state.credentialVersion,
    vaultOnly: false,
    confirmedAt: now,
    ...replacedAs(state.schemes, state.credentialVersion),
    ...due(nextRotation(state.settings, now)),
  },
});

/** How it stands on each host that was to get the version, and on which the identity still is. */
const sorted = (state: IdentityState, hostIds: readonly string[], version: number): RotationOnHosts => {
  const is = (hostId: string): keyof RotationOnHosts => {
    const { mayHold, outcome } = holdingOn(state, hostId);
    if (isProven(state, hostId, version)) return 'confirmed';
    if (mayHold.length > 0 || outcome?.state === 'unverified' || outcome?.state === 'drifted') return 'unverified';
    return outcome?.state === 'expired' ? 'expired' : 'notChanged';
  };
  const those = (kind: keyof RotationOnHosts) => hostIds.filter((hostId) => is(hostId) === kind);
  return {
    confirmed: those('confirmed'),
    notChanged: those('notChanged'),
    unverified: those('unverified'),
    expired: those('expired'),
  };
};

const codeOf = (state: IdentityState, { unverified, expired, notChanged }: RotationOnHosts): string => {
  if (unverified.length > 0) return 'UNVERIFIED';
  if (expired.length > 0) return 'EXPIRED';
  const codes = notChanged.map((hostId) => holdingOn(state, hostId).outcome?.code ?? 'NOT_CHANGED');
  return codes.find((code) => code !== 'CANCELLED') ?? codes[0] ?? 'HOST_REMOVED';
};

const inWords = ({ confirmed, notChanged, unverified, expired }: RotationOnHosts): string => {
  const all = confirmed.length + notChanged.length + unverified.length + expired.length;
  const parts = [
    `${confirmed.length} of ${all} hosts have the new value`,
    ...(notChanged.length === 0 ? [] : [`${notChanged.length} kept the old one`]),
    ...(expired.length === 0 ? [] : [`${expired.length} did not answer in time and kept the old one`]),
    ...(unverified.length === 0 ? [] : [`of ${unverified.length} nobody knows which one they have`]),
  ];
  return `${parts.join(', ')}.`;
};

/**
 * The end of a rotation on hosts, in the same append as the last piece of news: confirmed when every host has proved the
 * candidate, failed when nothing is under way any more. One that failed is confirmed all the same when late news, or a
 * look, proves the candidate on the last host.
 */
export const settleRotation = (state: IdentityState, identityId: string, now: string): readonly IdentityEvent[] => {
  const { rotation, candidate, settings } = state;
  if (rotation === undefined) {
    const proved =
      candidate !== undefined &&
      settings.hostIds.length > 0 &&
      settings.hostIds.every((hostId) => isProven(state, hostId, candidate.version));
    return proved ? [confirm(state, identityId, candidate, now)] : [];
  }
  // Only one on hosts ever has a candidate.
  const { rotationId, version } = rotation;
  const isUnderWay = state.jobs.some((job) => job.rotationId === rotationId && job.version === version);
  if (version === undefined || isUnderWay) {
    return [];
  }
  const hostIds = rotation.hostIds.filter((hostId) => settings.hostIds.includes(hostId));
  const hosts = sorted(state, hostIds, version);
  if (hostIds.length > 0 && hosts.confirmed.length === hostIds.length) {
    return [confirm(state, identityId, { rotationId, version }, now)];
  }
  const code = codeOf(state, hosts);
  const reason = { code, detail: inWords(hosts) };
  return failRotation(state, identityId, rotationId, reason, now, hosts);
};
