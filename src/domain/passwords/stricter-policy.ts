import { refuseUnsatisfiable } from './generate-password';
import type { PasswordPolicy } from './password-policy';
import { isWeak } from './policy-strength';

/** What the strictest profiles in use (STIG) ask for: short runs, every class there, nothing odd at the ends. */
const LONGEST_RUN = 4;

/** The strictest first; each gives something up that the one before it asks for. */
const stricterOnes = (policy: PasswordPolicy): readonly PasswordPolicy[] => {
  const classes = policy.classes.map(({ chars, min }) => ({ chars, min: Math.max(1, min) }));
  const maxClassRun = Math.min(LONGEST_RUN, policy.maxClassRun ?? LONGEST_RUN);
  return [
    { ...policy, classes, maxClassRun, edgeAlphanumeric: true },
    { ...policy, classes, edgeAlphanumeric: true },
    { ...policy, maxClassRun, edgeAlphanumeric: true },
  ];
};

/**
 * A policy with a better chance at a target that refused a value of this one: the strictest that can be counted and leaves
 * enough passwords; the same, where there is no such.
 */
export const stricterPolicy = (policy: PasswordPolicy): PasswordPolicy =>
  stricterOnes(policy).find((stricter) => refuseUnsatisfiable(stricter) === undefined && !isWeak(stricter)) ?? policy;
