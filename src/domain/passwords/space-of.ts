import type { PasswordPolicy } from './password-policy';
import { PasswordSpace } from './password-space';

/** A house has one policy, or a few. */
const KEPT = 4;

const kept = new Map<string, PasswordSpace>();

/** The passwords of a policy. The last ones counted are kept: counting takes some four times as long as drawing. */
export const spaceOf = (policy: PasswordPolicy): PasswordSpace => {
  const key = JSON.stringify(policy);
  const space = kept.get(key) ?? new PasswordSpace(policy);
  kept.delete(key);
  kept.set(key, space);
  const [oldest = key] = kept.keys();
  if (kept.size > KEPT) kept.delete(oldest);
  return space;
};
