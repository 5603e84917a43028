import type { IdentityDocument, RotationOnHosts } from '../../../projections/identities/document';
import type { Allowance } from '../../access/vault-access';
import { isProved } from './knowledge';
import { accessView, type AccessView } from '../vaults/vault-view';

type Shown = Omit<IdentityDocument, 'openSessions' | 'rotation' | 'history' | 'hosts' | 'revision'>;

/** An identity as the caller sees it; never its value. */
export interface IdentityView extends Shown {
  readonly activeSessions: number;
  readonly rotation: {
    readonly status: string;
    readonly vaultOnly?: boolean;
    readonly detail?: string | RotationOnHosts;
  };
  readonly access: AccessView | null;
}

const SET_BY_HAND = 'set by hand, unverified on its hosts';

/** A session past its end is not active, whether or not its end was recorded yet. */
export const identityView = (
  { openSessions, rotation, history: _h, hosts, revision: _r, ...shown }: IdentityDocument,
  allowance: Allowance | undefined,
  now: string,
): IdentityView => {
  const { hostIds, credentialVersion } = shown;
  const byHand = hostIds.some((id) => hosts[id]?.code === 'SET_BY_HAND' && !isProved(hosts[id], credentialVersion));
  const detail = rotation.detail ?? (byHand ? SET_BY_HAND : undefined);
  return {
    ...shown,
    activeSessions: openSessions.filter((session) => session.expiresAt > now).length,
    rotation: {
      status: rotation.status,
      ...(rotation.vaultOnly === undefined ? {} : { vaultOnly: rotation.vaultOnly }),
      ...(detail === undefined ? {} : { detail }),
    },
    access: accessView(allowance),
  };
};
