import type { IdentityState } from '../domain/identities/state';
import type { Digest } from '../kernel/digest';
import { isRefusal } from '../kernel/refusal';
import type { View } from '../kernel/stream-reader';
import { permissionsOf, type CallerPermissions } from './caller-permissions';
import { requireApprovalToReveal } from './require-approval';
import { requireVaultAccess } from './vault-access';

/** Whose values, at which moment. */
interface Place {
  readonly identity: IdentityState;
  readonly now: string;
}

/**
 * Has a caller, now, what shows the values of an identity: a live grant at `view_credentials` or above on its vault, or to be an
 * owner; and where the vault asks for approval, an approved request as well.
 */
export const knowsValues = async (
  view: View,
  digest: Digest,
  rights: CallerPermissions,
  { identity, now }: Place,
): Promise<boolean> => {
  const wanted = { vaultId: identity.identityGroupId, level: 'view_credentials', now } as const;
  return (
    !isRefusal(await requireVaultAccess(view, digest, rights, wanted)) &&
    !isRefusal(await requireApprovalToReveal(view, digest, { identity, userId: rights.userId, now }))
  );
};

/** The same of somebody who does not call now: nobody, when switched off. */
export const mayKnowValues = async (view: View, digest: Digest, userId: string, place: Place): Promise<boolean> => {
  const rights = await permissionsOf(view, userId);
  return rights !== undefined && knowsValues(view, digest, rights, place);
};
