import { isRefusal, refuse, type Refusal } from '../../kernel/refusal';
import type { PasswordPolicy } from './password-policy';
import { MOST_STEPS, stepsOf } from './password-space';
import { spaceOf } from './space-of';

/** A policy leaves at least 2^64 passwords: fewer can be tried one by one where somebody has got hold of a hash. */
export const LEAST_BITS = 64;

/** Counts are right to more digits than this; exactly 2^64 passwords are enough. */
const ROUNDING = 1e-6;

/** How many passwords a policy leaves, as a power of two; 0 when there is none, `Infinity` when they are not to be counted. */
export const bitsOf = (policy: PasswordPolicy): number => {
  const space = spaceOf(policy);
  if (!isRefusal(space)) return space.bits;
  return stepsOf(policy) > MOST_STEPS ? Infinity : 0;
};

export const isWeak = (policy: PasswordPolicy): boolean => bitsOf(policy) < LEAST_BITS - ROUNDING;

export const isWeaker = (policy: PasswordPolicy, than: PasswordPolicy): boolean =>
  bitsOf(policy) < bitsOf(than) - ROUNDING;

const inWords = (policy: PasswordPolicy): string => `${(Math.floor(bitsOf(policy) * 10) / 10).toFixed(1)} bits`;

/** Refuses a policy that leaves too few passwords, and says how many. */
export const refuseWeak = (policy: PasswordPolicy): Refusal | undefined =>
  isWeak(policy)
    ? refuse(
        'PASSWORD_POLICY_UNSATISFIABLE',
        `The password policy leaves ${inWords(policy)}; it must leave at least ${LEAST_BITS}. Make passwords longer, or allow more characters.`,
        { bits: Math.floor(bitsOf(policy)), leastBits: LEAST_BITS },
      )
    : undefined;

/** What is to be told of a policy that was set before fewer than 2^64 passwords were refused. */
export const weaknessOf = (policy: PasswordPolicy): { readonly code: string; readonly detail: string } | undefined =>
  isWeak(policy)
    ? {
        code: 'PASSWORD_POLICY_WEAK',
        detail: `The password policy in force leaves ${inWords(policy)}, fewer than ${LEAST_BITS}. It goes on until somebody changes it.`,
      }
    : undefined;
