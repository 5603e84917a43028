import { refuse, type Refusal } from '../../kernel/refusal';
import type { PasswordPolicy } from './password-policy';
import { MOST_STEPS, PasswordSpace, stepsOf } from './password-space';

/** An application has one policy, or a few. */
const KEPT = 8;

const kept = new Map<string, PasswordSpace>();

const unsatisfiable = ({ length, classes }: PasswordPolicy): Refusal => {
  const owed = classes.reduce((sum, { min }) => sum + min, 0);
  const why =
    owed > length
      ? `its classes ask for ${owed} characters, and a password has ${length}`
      : 'its classes, runs and ends leave none';
  return refuse('PASSWORD_POLICY_UNSATISFIABLE', `No password satisfies the password policy: ${why}.`);
};

export const tooComplex = (): Refusal =>
  refuse(
    'PASSWORD_POLICY_UNSATISFIABLE',
    'The password policy is too complex: name fewer classes, smaller minima, a shorter length or no longest run.',
  );

const counted = (policy: PasswordPolicy): PasswordSpace => {
  const key = JSON.stringify(policy);
  const space = kept.get(key) ?? new PasswordSpace(policy);
  kept.delete(key);
  kept.set(key, space);
  const [oldest = key] = kept.keys();
  if (kept.size > KEPT) kept.delete(oldest);
  return space;
};

/**
 * The passwords of a policy, at least one; or `PASSWORD_POLICY_UNSATISFIABLE`, when there is none or counting them would cost
 * too much. Whoever needs a policy's passwords comes by here: its cost is judged before it is paid. The last ones counted are kept.
 */
export const spaceOf = (policy: PasswordPolicy): PasswordSpace | Refusal => {
  const owed = policy.classes.reduce((sum, { min }) => sum + min, 0);
  if (owed > policy.length) return unsatisfiable(policy);
  if (!(stepsOf(policy) <= MOST_STEPS)) return tooComplex();
  const space = counted(policy);
  return space.bits >= 0 ? space : unsatisfiable(policy);
};
