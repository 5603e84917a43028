import type { Random } from '../../kernel/random';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import type { PasswordPolicy } from './password-policy';
import { spaceOf } from './space-of';

/** Refuses a policy (brought within the connector's limits) that no password satisfies; undefined when there is one. */
export const refuseUnsatisfiable = (policy: PasswordPolicy): Refusal | undefined => {
  const space = spaceOf(policy);
  return isRefusal(space) ? space : undefined;
};

/** A password drawn uniformly from all that satisfy the policy, or the refusal `PASSWORD_POLICY_UNSATISFIABLE`. */
export const generatePassword = (policy: PasswordPolicy, random: Random): string | Refusal => {
  const space = spaceOf(policy);
  return isRefusal(space) ? space : space.draw(random);
};
