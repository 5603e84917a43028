import { notFound, requirePermission } from '../../access/require';
import type { CallerPermissions } from '../../access/caller-permissions';
import { host } from '../../domain/hosts/state';
import { checkConnector, limitsOf } from '../../domain/identities/connectors';
import type { IdentitySettings } from '../../domain/identities/events';
import { judgePolicy } from '../../domain/passwords/judge-policy';
import type { PasswordPolicy } from '../../domain/passwords/password-policy';
import type { Refusal } from '../../kernel/refusal';
import type { View } from '../../kernel/stream-reader';

/**
 * Is it well-formed, do the hosts exist in the organization, may the caller add those that are new? A password policy that is
 * well-formed and yet can't stand is judged last of all, by whoever asks: nobody learns of it who may not do the rest.
 */
export const judgeSettings = async (
  view: View,
  rights: CallerPermissions,
  organizationId: string,
  settings: IdentitySettings,
  hostIdsBefore: readonly string[],
  policyBefore?: PasswordPolicy,
): Promise<Refusal | undefined> => {
  const unfit = checkConnector(settings.credentialType, settings.connector, settings.connectorSettings);
  const policy = judgePolicy(settings.passwordPolicy, limitsOf(settings), policyBefore);
  const malformed = unfit ?? (policy?.code === 'VALIDATION_FAILED' ? policy : undefined);
  if (malformed !== undefined) {
    return malformed;
  }
  for (const hostId of settings.hostIds) {
    const { state } = await view.load(host, hostId);
    if (state.status !== 'active' || state.organizationId !== organizationId) {
      return notFound('host');
    }
  }
  const added = settings.hostIds.some((hostId) => !hostIdsBefore.includes(hostId));
  return added ? requirePermission(rights, 'hosts.manage_users', organizationId, 'organization') : undefined;
};
