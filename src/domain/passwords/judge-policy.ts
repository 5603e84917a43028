import { refuse, type Refusal } from '../../kernel/refusal';
import { refuseUnsatisfiable } from './generate-password';
import type { PasswordLimits } from './password-limits';
import { withinLimits } from './password-limits';
import type { PasswordPolicy } from './password-policy';
import { MIN_PASSWORD_LENGTH, policyProblems } from './policy-problems';
import { MOST_STEPS_TO_SET, stepsOf } from './password-space';
import { refuseWeak } from './policy-strength';
import { tooComplex } from './space-of';
import { sameJson } from '../../kernel/facts/same-json';

const owesTooMuch = ({ length, classes }: PasswordPolicy): boolean =>
  classes.reduce((sum, { min }) => sum + min, 0) > length;

/**
 * May this policy stand? What is wrong with it is told by field; one that nothing satisfies, that leaves too few passwords or
 * costs too much to count is refused as such. `before`: the one in force; it is not refused for having been weak all along.
 * `at`: where the policy stands in what was sent.
 */
export const judgePolicy = (
  policy: PasswordPolicy | null | undefined,
  limits: PasswordLimits = {},
  before?: PasswordPolicy,
  at = 'passwordPolicy',
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
        errors: problems.map(({ field, message }) => ({ field: `${at}.${field}`, message })),
      })
    );
  }
  const used = withinLimits(policy, limits);
  if (sameJson(policy, before)) {
    return refuseUnsatisfiable(used);
  }
  // What nothing can satisfy is told as that, though it would be too complex as well.
  return stepsOf(used) > MOST_STEPS_TO_SET && !owesTooMuch(used)
    ? tooComplex()
    : (refuseUnsatisfiable(used) ?? refuseWeak(used));
};
