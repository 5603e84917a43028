import type { Random } from '../../kernel/random';
import { refuse, type Refusal } from '../../kernel/refusal';
import { belowBig } from './below-big';
import { spaceOf } from './space-of';
import type { PasswordPolicy } from './password-policy';

const unsatisfiable = ({ length, classes }: PasswordPolicy): Refusal => {
  const owed = classes.reduce((sum, { min }) => sum + min, 0);
  const why =
    owed > length
      ? `its classes ask for ${owed} characters, and a password has ${length}`
      : 'its classes, runs and ends leave none';
  return refuse('PASSWORD_POLICY_UNSATISFIABLE', `No password satisfies the password policy: ${why}.`);
};

/** Refuses a policy (brought within the connector's limits) that no password satisfies; undefined when there is one. */
export const refuseUnsatisfiable = (policy: PasswordPolicy): Refusal | undefined =>
  spaceOf(policy).size === 0n ? unsatisfiable(policy) : undefined;

/** A password drawn uniformly from all that satisfy the policy, or the refusal `PASSWORD_POLICY_UNSATISFIABLE`. */
export const generatePassword = (policy: PasswordPolicy, random: Random): string | Refusal => {
  const space = spaceOf(policy);
  return space.size === 0n ? unsatisfiable(policy) : space.at(belowBig(space.size, random));
};
