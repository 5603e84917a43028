import type { Grant, PrincipalType } from '../domain/access-grants/events';
import { accessGrants, type StandingGrant } from '../domain/access-grants/state';
import { idpGroup, idpUser } from '../domain/directory/state';
import { vault } from '../domain/vaults/state';
import type { Digest } from '../kernel/digest';
import { refuse, type Refusal } from '../kernel/refusal';
import type { View } from '../kernel/stream-reader';
import type { CallerPermissions } from './caller-permissions';
import { isOwnPrincipal } from './own-record';
import { refuseMachine, requirePermission } from './require';
import { refuseSupport } from './support';

/** Holds reviews: a person of the customer who manages the vaults of the organization. */
export const requireAccessReviewer = (
  rights: CallerPermissions | undefined,
  organizationId: string,
  what: string,
): Refusal | undefined =>
  requirePermission(rights, 'pam_vaults.manage', organizationId, what) ??
  refuseMachine(rights, 'review') ??
  refuseSupport(rights, 'reviews who has access');

/** Nobody decides on their own access, be it by a group, owners included. */
export const refuseSubject = async (
  view: View,
  digest: Digest,
  rights: CallerPermissions,
  line: { readonly principalType: PrincipalType; readonly principalId: string },
): Promise<Refusal | undefined> =>
  (await isOwnPrincipal(view, digest, rights, line))
    ? refuse('PERMISSION_DENIED', 'Somebody else than who has access by it decides on a grant.')
    : undefined;

/** The grants of a vault that stand; of one that was deleted, none. */
export const standingGrants = async (view: View, vaultId: string): Promise<Readonly<Record<string, StandingGrant>>> => {
  const { status } = (await view.load(vault, vaultId)).state;
  return status === 'active' ? (await view.load(accessGrants, vaultId)).state.grants : {};
};

/** What a grant's principal is called. */
export const principalName = async (
  view: View,
  { principalType, principalId }: Pick<Grant, 'principalType' | 'principalId'>,
): Promise<string> =>
  principalType === 'group'
    ? (await view.load(idpGroup, principalId)).state.name
    : (await view.load(idpUser, principalId)).state.displayName;
