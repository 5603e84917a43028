import type { Digest } from '../kernel/digest';
import { isRefusal } from '../kernel/refusal';
import type { View } from '../kernel/stream-reader';
import { permissionsOf } from './caller-permissions';
import { requireVaultAccess } from './vault-access';

/** Has somebody, now, a live grant at `view_credentials` or above on the vault, or is he an owner? Nobody, when switched off. */
export const mayKnowValues = async (
  view: View,
  digest: Digest,
  userId: string,
  { vaultId, now }: { readonly vaultId: string; readonly now: string },
): Promise<boolean> => {
  const standing = await permissionsOf(view, userId);
  return (
    standing !== undefined &&
    !isRefusal(await requireVaultAccess(view, digest, standing, { vaultId, level: 'view_credentials', now }))
  );
};
