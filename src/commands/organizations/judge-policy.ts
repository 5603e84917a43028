import type { PasswordPolicy } from '../../domain/passwords/password-policy';
import { refuseUnsatisfiable } from '../../domain/passwords/generate-password';
import { policyProblems } from '../../domain/passwords/policy-problems';
import { refuse, type Refusal } from '../../kernel/refusal';

/** A policy must be sound in itself, and some password must satisfy it: who sets it is told, not who rotates next month. */
export const judgePolicy = (policy: PasswordPolicy | undefined): Refusal | undefined => {
  if (policy === undefined) {
    return undefined;
  }
  const errors = policyProblems(policy).map(({ field, message }) => ({
    field: `settings.passwordPolicy.${field}`,
    message,
  }));
  const [first] = errors;
  return first === undefined
    ? refuseUnsatisfiable(policy)
    : refuse('VALIDATION_FAILED', `${first.field} ${first.message}.`, { errors });
};
