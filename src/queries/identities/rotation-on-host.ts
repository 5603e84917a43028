import type { IdentityHostDocument, IdentityDocument } from '../../../projections/identities/document';
import { entryOf } from '../../kernel/entry-of';
import { plusDays } from '../../kernel/time';
import { knowledgeOf, type Knowledge } from './knowledge';
import { explainHost } from './explain-host';
import type { HostAtHand } from './host-at-hand';

/** How a rotation stands on one host. */
export interface RotationOnHost {
  readonly hostId: string;
  readonly hostName: string;
  readonly state: string;
  readonly since: string;
  /** The version proved there last; where none was, the one served. */
  readonly version: number;
  /** The version on its way there. */
  readonly candidate?: number;
  readonly code?: string;
  readonly warnings?: readonly string[];
  /** A login there proved the value that is served, and nothing was begun since. */
  readonly proved: boolean;
  readonly known: Knowledge;
  readonly online: boolean;
  readonly explanation: string;
}

const stateOf = ({ work, state }: IdentityHostDocument, now: string): string => {
  if (work === undefined) {
    return state ?? 'unverified';
  }
  return work.state === 'leased' && (work.leaseUntil ?? '') <= now ? 'queued' : work.state;
};

/** Until its job is there a host waits all the same: a new value is being made for it. */
const known = (identity: IdentityDocument, hostId: string): IdentityHostDocument => {
  const host = entryOf(identity.hosts, hostId) ?? {};
  const { status, mode, version, startedAt: since = identity.createdAt } = identity.rotation;
  if (host.work !== undefined || status !== 'pending' || mode !== 'hosts' || version !== undefined) {
    return host;
  }
  const soon = { jobId: '', type: 'set', purpose: 'rotation', version: 0, state: 'queued' } as const;
  return { ...host, work: { ...soon, since, notAfter: plusDays(since, 1) } };
};

export const rotationOnHost = (
  identity: IdentityDocument,
  hostId: string,
  host: HostAtHand,
  now: string,
): RotationOnHost => {
  const found = known(identity, hostId);
  const knowledge = knowledgeOf(found, identity.credentialVersion);
  const { work, since, provenVersion, code, warnings } = found;
  return {
    hostId,
    hostName: host.name,
    state: stateOf(found, now),
    since: work?.since ?? since ?? identity.createdAt,
    version: provenVersion ?? identity.credentialVersion,
    ...(work === undefined || work.version === 0 ? {} : { candidate: work.version }),
    ...(code === undefined || work !== undefined ? {} : { code }),
    ...(warnings === undefined || work !== undefined ? {} : { warnings }),
    proved: knowledge === 'present',
    known: knowledge,
    online: host.online,
    explanation: explainHost(identity, found, host, now),
  };
};
