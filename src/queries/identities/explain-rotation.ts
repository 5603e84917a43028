import type { IdentityDocument, HostRotationView } from '../../../projections/identities/document';
import { clockTime } from './clock-time';
import type { RotationOnHost } from './rotation-on-host';
import { BUSY } from './waits-for';

const listed = (names: readonly string[]): string => names.map((name) => `host ${name}`).join(', ');

/** The hosts as they are known now: what was found out since a rotation ended counts too. */
const onHosts = (hosts: readonly RotationOnHost[]): string => {
  const those = (is: (host: RotationOnHost) => boolean) => hosts.filter(is).map(({ hostName }) => hostName);
  const kept = ({ known }: RotationOnHost) => ['present', 'older', 'untouched', 'unmanaged'].includes(known);
  const parts: readonly (readonly [readonly string[], string])[] = [
    [those(({ known }) => known === 'newer'), 'has the new value'],
    [those((host) => kept(host) && host.state !== 'expired'), 'kept the old one'],
    [those((host) => kept(host) && host.state === 'expired'), 'did not answer in time and kept the old one'],
    [those(({ known }) => known === 'either' || known === 'refused'), 'may have either'],
  ];
  return parts.flatMap(([names, what]) => (names.length === 0 ? [] : [`${listed(names)} ${what}`])).join('; ');
};

const failure = (detail: string | HostRotationView | undefined, hosts: readonly RotationOnHost[]): string =>
  detail === undefined || typeof detail === 'string' ? (detail ?? 'unknown') : onHosts(hosts) || 'it is on no host';

/** Whether the value that is shown is the one that lets in, while another is on its way. */
const meanwhile = (identity: IdentityDocument, hosts: readonly RotationOnHost[]): string => {
  if (identity.state === 'enrolling') {
    return 'Nothing can be shown until then.';
  }
  const isChanged = ({ known, state, version }: RotationOnHost) =>
    known === 'newer' || known === 'either' || state === 'applying' || version > identity.credentialVersion;
  const changed = hosts.filter(isChanged);
  return changed.length === 0
    ? 'The present value stays in use.'
    : `The present value stays in use but on ${listed(changed.map(({ hostName }) => hostName))}, where the new one may be in force.`;
};

const pending = (identity: IdentityDocument, hosts: readonly RotationOnHost[]): string => {
  const { mode } = identity.rotation;
  if (mode === 'manual') {
    return 'Waiting for a person: change the value at its target, then set it here.';
  }
  if (mode === 'vault') {
    return 'A new value is being made in the vault.';
  }
  const waiting = hosts.filter(({ state }) => BUSY.includes(state));
  const present = meanwhile(identity, hosts);
  if (waiting.length === 0) {
    return `A new value is being made. ${present}`;
  }
  const agentless = waiting.every(({ explanation }) => explanation.startsWith('no agent'));
  const why = agentless ? `: no agent on ${waiting.length === 1 ? 'it' : 'them'} yet` : '';
  return `Waiting for ${listed(waiting.map(({ hostName }) => hostName))}${why}. ${present}`;
};

/** Told of a value that is confirmed only where every host proved it. */
const unproved = (hosts: readonly RotationOnHost[]): string | undefined => {
  const those = hosts.filter(({ proved }) => !proved);
  if (those.length === 0) return undefined;
  const looking = those.every(({ state }) => BUSY.includes(state));
  const names = listed(those.map(({ hostName }) => hostName));
  return `Nobody has proved that ${names} has the value. ${looking ? 'That is under way.' : 'Reconcile sets it there.'}`;
};

const confirmed = (identity: IdentityDocument, hosts: readonly RotationOnHost[]): string => {
  const vaultOnly = identity.rotation.vaultOnly === true;
  if (identity.connector === undefined && identity.hostIds.length > 0 && !vaultOnly) {
    return 'A person set the value by hand; nothing here can prove it on its hosts.';
  }
  return [
    ...(vaultOnly
      ? ['The value was replaced in the vault alone. The replaced one is kept until a manager discards it.']
      : []),
    unproved(hosts) ?? (vaultOnly ? '' : 'The value is confirmed.'),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
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
  const { status, detail } = identity.rotation;
  switch (status) {
    case 'none':
      return ['The value was never rotated.', unproved(hosts) ?? ''].filter((sentence) => sentence !== '').join(' ');
    case 'pending':
      return pending(identity, hosts);
    case 'confirmed':
      return confirmed(identity, hosts);
    case 'failed': {
      const what = `The last rotation failed: ${failure(detail, hosts)}.`.replace('..', '.');
      const next = typeof detail === 'object' ? 'Retry goes on where it stopped.' : meanwhile(identity, hosts);
      return [what, next, ...again(identity, now)].join(' ');
    }
    case 'suspended':
      return `Three rotations in a row failed, the last: ${failure(detail, hosts)}. Mend the cause, then retry or rotate by hand.`;
  }
};

/** What happens now with an identity's rotation, and what a person should do, in plain words. */
export const explainRotation = (identity: IdentityDocument, hosts: readonly RotationOnHost[], now: string): string =>
  [asItStands(identity, hosts, now), ...(identity.owed === undefined ? [] : [OWED])].join(' ');
