import { refuseUnsatisfiable } from './generate-password';
import type { PasswordPolicy } from './password-policy';

/** What the strictest profiles in use (STIG) ask for: short runs, every class there, nothing odd at the ends. */
const LONGEST_RUN = 4;

/** A policy with a better chance at a target that refused a value of this one; the same, where there is no such. */
export const stricterPolicy = (policy: PasswordPolicy): PasswordPolicy => {
  const stricter: PasswordPolicy = {
    ...policy,
    classes: policy.classes.map(({ chars, min }) => ({ chars, min: Math.max(1, min) })),
    maxClassRun: Math.min(LONGEST_RUN, policy.maxClassRun ?? LONGEST_RUN),
    edgeAlphanumeric: true,
  };
  return refuseUnsatisfiable(stricter) === undefined ? stricter : policy;
};
