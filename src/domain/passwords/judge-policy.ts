import { refuse, type Refusal } from '../../kernel/refusal';
import { refuseUnsatisfiable } from './generate-password';
import type { PasswordLimits } from './password-limits';
import { withinLimits } from './password-limits';
import type { PasswordPolicy } from './password-policy';
import { MIN_PASSWORD_LENGTH, policyProblems } from './policy-problems';

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
    // One that is too short, and asks for more than its length, is told what it can't be rather than how long it must be.
    const tooShort = policy.length < MIN_PASSWORD_LENGTH && problems.every(({ field }) => field === 'length');
    const impossible = tooShort ? refuseUnsatisfiable(policy) : undefined;
    return (
      impossible ??
      refuse('VALIDATION_FAILED', 'The password policy is not valid.', {
        errors: problems.map(({ field, message }) => ({ field: `passwordPolicy.${field}`, message })),
      })
    );
  }
  return refuseUnsatisfiable(withinLimits(policy, limits));
};
