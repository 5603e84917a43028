import type { PasswordPolicy } from './password-policy';

/** What a connector's target takes at most. */
export interface PasswordLimits {
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Every character it takes. */
  readonly allowedChars?: string;
}

/** The policy brought within a target's limits. What is left may be satisfied by no password. */
export const withinLimits = (policy: PasswordPolicy, limits: PasswordLimits): PasswordPolicy => {
  const { minLength = 0, maxLength = Infinity, allowedChars } = limits;
  const allowed = (chars: string) =>
    allowedChars === undefined
      ? chars
      : chars
          .split('')
          .filter((char) => allowedChars.includes(char))
          .join('');
  return {
    ...policy,
    length: Math.min(Math.max(policy.length, minLength), maxLength),
    classes: policy.classes
      .map(({ chars, min }) => ({ chars: allowed(chars), min }))
      .filter(({ chars, min }) => chars !== '' || min > 0),
  };
};
