import { permissionDenied } from '../../access/require';
import { holds } from '../../access/permissions';
import type { CallerPermissions } from '../../access/caller-permissions';
import { DEFAULT_PASSWORD_POLICY } from '../../domain/passwords/default-password-policy';
import { judgePolicy } from '../../domain/passwords/judge-policy';
import type { PasswordPolicy } from '../../domain/passwords/password-policy';
import { isWeaker } from '../../domain/passwords/policy-strength';
import type { Refusal } from '../../kernel/refusal';

/**
 * May an organization's password policy be replaced by this one (or by the default, when it is cleared)? Whoever makes the
 * vaults' passwords weaker needs a say in the vaults: `accounts.manage` alone is none.
 */
export const judgePolicyOf = (
  rights: CallerPermissions,
  organizationId: string,
  before: PasswordPolicy | undefined,
  after: PasswordPolicy | undefined,
): Refusal | undefined => {
  const refusal = judgePolicy(after, {}, before, 'settings.passwordPolicy');
  if (refusal?.code === 'VALIDATION_FAILED' || holds(rights, 'pam_vaults.manage', organizationId)) {
    return refusal;
  }
  const weaker = isWeaker(after ?? DEFAULT_PASSWORD_POLICY, before ?? DEFAULT_PASSWORD_POLICY);
  return weaker ? permissionDenied('pam_vaults.manage') : refusal;
};
