import type { IdentityDocument, RotationOnHosts } from '../../../projections/identities/document';
import { clockTime } from './clock-time';
import type { RotationOnHost } from './rotation-on-host';

const listed = (names: readonly string[]): string => names.map((name) => `host ${name}`).join(', ');

const failure = (detail: string | RotationOnHosts | undefined, hosts: readonly RotationOnHost[]): string => {
  if (detail === undefined || typeof detail === 'string') {
    return detail ?? 'unknown';
  }
  const names = (ids: readonly string[]) =>
    listed(ids.map((id) => hosts.find(({ hostId }) => hostId === id)?.hostName ?? id));
  const parts: readonly (readonly [readonly string[], string])[] = [
    [detail.confirmed, 'has the new value'],
    [detail.notChanged, 'kept the old one'],
    [detail.expired, 'did not answer in time and kept the old one'],
    [detail.unverified, 'may have either'],
  ];
  return parts.flatMap(([ids, what]) => (ids.length === 0 ? [] : [`${names(ids)} ${what}`])).join('; ');
};

const pending = (identity: IdentityDocument, hosts: readonly RotationOnHost[]): string => {
  const { mode } = identity.rotation;
  if (mode === 'manual') {
    return 'Waiting for a person: change the value at its target, then set it here.';
  }
  if (mode === 'vault') {
    return 'A new value is being made in the vault.';
  }
  const waiting = hosts.filter(({ state }) => ['queued', 'leased', 'applying'].includes(state));
  const present =
    identity.state === 'enrolling' ? 'Nothing can be shown until then.' : 'The present value stays in use.';
  if (waiting.length === 0) {
    return `A new value is being made. ${present}`;
  }
  const agentless = waiting.every(({ explanation }) => explanation.startsWith('no agent'));
  const why = agentless ? `: no agent on ${waiting.length === 1 ? 'it' : 'them'} yet` : '';
  return `Waiting for ${listed(waiting.map(({ hostName }) => hostName))}${why}. ${present}`;
};

const confirmed = (vaultOnly: boolean, hosts: readonly RotationOnHost[]): string => {
  if (vaultOnly) {
    return 'The value was replaced in the vault alone. The replaced one is kept until a manager discards it.';
  }
  const unproven = hosts.filter(({ state }) => state === 'unverified' || state === 'drifted');
  return unproven.length === 0
    ? 'The value is confirmed.'
    : `Nobody has proved that ${listed(unproven.map(({ hostName }) => hostName))} has the value. Reconcile sets it there.`;
};

const OWED = 'It is due: the value changes once the last open session ends, and nobody checks it out before.';

/** What comes by itself after a failure. */
const again = ({ rotation, nextRotationAt }: IdentityDocument, now: string): readonly string[] => {
  if (rotation.retryAt !== undefined) {
    return [`Another one begins by itself after ${clockTime(rotation.retryAt, now)}.`];
  }
  return nextRotationAt !== undefined && nextRotationAt <= now
    ? ['It is still due: another one begins by itself within half an hour.']
    : [];
};

const asItStands = (identity: IdentityDocument, hosts: readonly RotationOnHost[], now: string): string => {
  const { status, detail, vaultOnly } = identity.rotation;
  switch (status) {
    case 'none':
      return 'The value was never rotated.';
    case 'pending':
      return pending(identity, hosts);
    case 'confirmed':
      return confirmed(vaultOnly === true, hosts);
    case 'failed': {
      const what = `The last rotation failed: ${failure(detail, hosts)}.`.replace('..', '.');
      const next = typeof detail === 'object' ? 'Retry goes on where it stopped.' : 'The present value stays in use.';
      return [what, next, ...again(identity, now)].join(' ');
    }
    case 'suspended':
      return `Three rotations in a row failed, the last: ${failure(detail, hosts)}. Mend the cause, then retry or rotate by hand.`;
  }
};

/** What happens now with an identity's rotation, and what a person should do, in plain words. */
export const explainRotation = (identity: IdentityDocument, hosts: readonly RotationOnHost[], now: string): string =>
  [asItStands(identity, hosts, now), ...(identity.owed === undefined ? [] : [OWED])].join(' ');
