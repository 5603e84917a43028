import type { HostDocument, IdentityDocument, WorkOnHost } from '../../../projections/identities/document';
import { besides, whyStopped } from './about-account';
import { clockTime } from './clock-time';

/** What stands beside the facts when a person is told how it goes on a host. */
export interface HostAtHand {
  readonly name: string;
  /** It has an agent at work. */
  readonly hasAgent: boolean;
  readonly online: boolean;
  readonly lastSeenAt?: string;
}

const CODES: Readonly<Record<string, string>> = {
  POLICY_REJECTED: "the target's own rules refused the new value; widen the password policy, then rotate again",
  TARGET_UNREACHABLE: 'the target did not answer; start it, then retry',
  PERMISSION_DENIED: "the agent's administrator access does not suffice; mend it, then retry",
  ACCOUNT_UNKNOWN: 'there is no such account; correct the username, or take the host off',
  ACCOUNT_LOCKED: 'the account is locked, and setting a value would unlock it; unlock it, then retry',
  ACCOUNT_NOT_ALLOWED: "the account is not in the agent's own list of those it may touch; add it there, then retry",
  UNSUPPORTED: 'the agent has no such connector, or the settings do not suit it; correct them, then retry',
  BAD_JOB: "the agent did not take the order for this server's; enrol it anew",
  STALE_VERSION: 'a newer version was set there before, which the vault does not have; rotate',
  ROLLED_BACK: 'a login refused the new value, and the old one was put back and proved; retry, or rotate again',
  VALUE_NOT_OPENED:
    'the stored new value does not open, so nobody was given it; look at the material store, then rotate again',
  CANCELLED: 'it was called off before it began; retry when it suits',
};

const whoseValue = (identity: IdentityDocument): string =>
  ({ password: 'password', ssh_key: 'key' })[identity.credentialType] ?? 'value';

const oldOne = (identity: IdentityDocument): string =>
  identity.state === 'enrolling'
    ? 'nothing has changed there yet'
    : `the old ${whoseValue(identity)} still works there`;

const queued = (identity: IdentityDocument, work: WorkOnHost, host: HostAtHand, now: string): string => {
  const old =
    work.purpose === 'rotation' || work.purpose === 'enrollment' ? oldOne(identity) : 'nothing changes meanwhile';
  const until = `it gives up at ${clockTime(work.notAfter, now)}`;
  if (!host.hasAgent) {
    return `no agent on host ${host.name}; ${old}. Install one: ${until}`;
  }
  if (!host.online) {
    const since = host.lastSeenAt === undefined ? '' : ` since ${clockTime(host.lastSeenAt, now)}`;
    return `waiting for host ${host.name}, offline${since}; ${old}. Start its agent: ${until}`;
  }
  if (work.type === 'set' && identity.openSessions.some(({ expiresAt }) => expiresAt > now)) {
    return `held back on host ${host.name} until the open checkout ends; ${old}`;
  }
  return work.notBefore !== undefined && work.notBefore > now
    ? `the target on host ${host.name} did not answer; next try at ${clockTime(work.notBefore, now)}, ${until}; ${old}`
    : `about to be handed to the agent on host ${host.name}; ${old}`;
};

const underWay = (identity: IdentityDocument, work: WorkOnHost, host: HostAtHand, now: string): string => {
  const lapsed = (work.leaseUntil ?? '') <= now;
  if (work.state === 'queued' || (work.state === 'leased' && lapsed)) {
    return queued(identity, work, host, now);
  }
  if (work.state === 'leased') {
    return `the agent on host ${host.name} has it and has not begun`;
  }
  return lapsed
    ? `the agent on host ${host.name} began at ${clockTime(work.since, now)} and fell silent; either ${whoseValue(identity)} may be in force there. Start it again: it knows where it was. Without it this ends at ${clockTime(work.notAfter, now)}`
    : `the agent on host ${host.name} is at it since ${clockTime(work.since, now)}`;
};

const WARNINGS: Readonly<Record<string, string>> = {
  MUST_CHANGE_AT_LOGIN: 'whoever logs in has to change it at once: end that, or it will differ from the vault',
  ACCOUNT_EXPIRED: 'the account has expired and lets nobody in',
  DATABASE_MISSING: 'the database it was tried on does not exist',
  DATABASE_FORBIDDEN: 'the role may not connect to the database it was tried on',
  DATABASE_CLOSED: 'the database it was tried on takes no connections',
};

const warned = (codes: readonly string[] = []): readonly string[] => codes.map((code) => WARNINGS[code] ?? code);

const settled = (identity: IdentityDocument, known: HostDocument, host: HostAtHand, now: string): string => {
  const at = known.since === undefined ? '' : ` at ${clockTime(known.since, now)}`;
  switch (known.state) {
    case undefined:
      return `nobody has proved yet which ${whoseValue(identity)} host ${host.name} holds`;
    case 'confirmed':
      return [`proved by a login on host ${host.name}${at}`, ...warned(known.warnings)].join('; ');
    case 'expired':
      return `host ${host.name} did not answer in time; ${oldOne(identity)}. Start its agent, then retry`;
    case 'drifted':
      return (
        whyStopped(known, host.name) ??
        `host ${host.name} refused the ${whoseValue(identity)}${at}: it was changed past the vault. Reconcile sets it again`
      );
    case 'not_changed':
      return `not changed on host ${host.name}; ${CODES[known.code ?? ''] ?? 'retry, or rotate again'}`;
    case 'unverified':
      if (known.code === 'OLD_MAY_WORK') {
        return `the new ${whoseValue(identity)} works on host ${host.name}, and an older one may still let in there. Reconcile takes it away`;
      }
      return known.code === 'SET_BY_HAND'
        ? `set by hand here; whether host ${host.name} has it nobody has proved. Reconcile sets it there`
        : `nobody knows which ${whoseValue(identity)} host ${host.name} has; both are kept, try the newer one first. Reconcile settles it`;
  }
};

/** How it goes on one host: who is waited for, since when, what comes next, and what a person can do. */
export const explainHost = (identity: IdentityDocument, known: HostDocument, host: HostAtHand, now: string): string =>
  [
    known.work === undefined ? settled(identity, known, host, now) : underWay(identity, known.work, host, now),
    ...besides(known, host.name),
  ].join('; ');
