import { entryOf } from '../../kernel/entry-of';
import type { IdentityDocument, HostRotationView } from '../../../projections/identities/document';
import type { Allowance } from '../../access/vault-access';
import { isTakenAway, provenBy, type Proven } from '../../kernel/proven';
import { without } from '../../kernel/without';
import type { HolderView } from './holders';
import { isProved } from './knowledge';
import { accessView, type AccessView } from '../vaults/vault-view';

const HIDDEN = [
  'openSessions',
  'rotation',
  'history',
  'hosts',
  'revision',
  'madeFor',
  'wasOnHosts',
  'schemes',
  'attention',
  'open',
  'openUntil',
  'rotationStatus',
] as const;
type Shown = Omit<IdentityDocument, (typeof HIDDEN)[number]>;

const hidden = new Set(HIDDEN);

/** An identity as the caller sees it; never its value. */
export interface IdentityView extends Shown {
  readonly activeSessions: number;
  readonly rotation: {
    readonly status: string;
    readonly vaultOnly?: boolean;
    readonly detail?: string | HostRotationView;
  };
  /** Where the value served is known to work. */
  readonly proven: Proven;
  readonly access: AccessView | null;
  /** The caller has a session open on it. */
  readonly heldByMe: boolean;
  /** For who has access to it alone: nobody else learns who uses it. */
  readonly holders?: readonly HolderView[];
}

const SET_BY_HAND = 'set by hand, unverified on its hosts';

const provenOf = ({ credentialVersion: version, madeFor, wasOnHosts, hostIds, hosts }: IdentityDocument): Proven =>
  provenBy({
    isCurrent: true,
    // Nobody gave the first value of an account that is being taken over.
    byPerson: madeFor === undefined && version > 0,
    hosts: version === 0 ? [] : hostIds.map((hostId) => isProved(entryOf(hosts, hostId), version)),
    wasOnHosts: wasOnHosts === true,
    takenAway: isTakenAway(madeFor),
  });

/** A session past its end is not active, whether or not its end was recorded yet. */
export const identityView = (
  identity: IdentityDocument,
  allowance: Allowance | undefined,
  now: string,
  holders: readonly HolderView[] = [],
): IdentityView => {
  const { openSessions, rotation, hosts, hostIds, credentialVersion } = identity;
  const byHand = hostIds.some(
    (id) => entryOf(hosts, id)?.code === 'SET_BY_HAND' && !isProved(entryOf(hosts, id), credentialVersion),
  );
  const detail = rotation.detail ?? (byHand ? SET_BY_HAND : undefined);
  return Object.assign(without(identity, hidden), {
    activeSessions: openSessions.filter((session) => session.expiresAt > now).length,
    rotation: {
      status: rotation.status,
      ...(rotation.vaultOnly === undefined ? {} : { vaultOnly: rotation.vaultOnly }),
      ...(detail === undefined ? {} : { detail }),
    },
    proven: provenOf(identity),
    access: accessView(allowance),
    heldByMe: holders.some(({ own }) => own),
    ...(allowance === undefined ? {} : { holders }),
  });
};
