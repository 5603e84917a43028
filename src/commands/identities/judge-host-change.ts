import { requirePermission } from '../../access/require';
import type { CallerPermissions } from '../../access/caller-permissions';
import { requireApprovalToReveal } from '../../access/require-approval';
import { requireVaultAccess } from '../../access/vault-access';
import type { IdentitySettings } from '../../domain/identities/events';
import { accountOf } from '../../domain/identities/account-of';
import type { IdentityState } from '../../domain/identities/state';
import type { Digest } from '../../kernel/digest';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import type { View } from '../../kernel/stream-reader';

/** The hosts on which an edit makes the identity mean an account that it did not mean before. */
export const newlyMeantHosts = (before: IdentitySettings, after: IdentitySettings): readonly string[] =>
  accountOf(before) === accountOf(after)
    ? after.hostIds.filter((hostId) => !before.hostIds.includes(hostId))
    : after.hostIds;

/**
 * The next job brings the value wherever the identity points. So whoever points it at another account (another host, name,
 * connector, port or setting) needs `hosts.manage_users`, and is somebody who may know the value, now.
 */
export const judgeHostChange = async (
  view: View,
  digest: Digest,
  rights: CallerPermissions,
  identity: IdentityState,
  after: IdentitySettings,
  now: string,
): Promise<Refusal | undefined> => {
  const { organizationId, identityGroupId, settings } = identity;
  if (newlyMeantHosts(settings, after).length === 0) {
    return undefined;
  }
  const denied = requirePermission(rights, 'hosts.manage_users', organizationId, 'organization');
  if (denied !== undefined) {
    return denied;
  }
  const vault = { vaultId: identityGroupId, level: 'view_credentials', now } as const;
  const access = await requireVaultAccess(view, digest, rights, vault);
  if (isRefusal(access)) {
    return access;
  }
  // Where nobody is shown the value without approval, nobody sends it anywhere else without it.
  const approved = await requireApprovalToReveal(view, digest, { identity, userId: rights.userId, now });
  return isRefusal(approved) ? approved : undefined;
};
