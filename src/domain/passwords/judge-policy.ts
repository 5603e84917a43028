import { refuse, type Refusal } from '../../kernel/refusal';
import { refuseUnsatisfiable } from './generate-password';
import type { PasswordLimits } from './password-limits';
import { withinLimits } from './password-limits';
import type { PasswordPolicy } from './password-policy';
import { policyProblems } from './policy-problems';

/** May this policy stand? What is wrong with it is told by field; one that nothing satisfies is refused as such. */
export const judgePolicy = (
  policy: PasswordPolicy | null | undefined,
  limits: PasswordLimits = {},
): Refusal | undefined => {
  if (policy === undefined || policy === null) {
    return undefined;
  }
  const problems = policyProblems(policy);
  if (problems.length > 0) {
    return refuse('VALIDATION_FAILED', 'The password policy is not valid.', {
      errors: problems.map(({ field, message }) => ({ field: `passwordPolicy.${field}`, message })),
    });
  }
  return refuseUnsatisfiable(withinLimits(policy, limits));
};
