import { DEFAULT_PASSWORD_POLICY } from './default-password-policy';
import type { PasswordPolicy } from './password-policy';

/** Policies as set on the way down to an identity. */
export interface PolicyChain {
  readonly organization?: PasswordPolicy;
  readonly vault?: PasswordPolicy;
  readonly identity?: PasswordPolicy;
}

/** The most specific one, whole: halves of two policies could contradict each other. */
export const effectivePolicy = ({ organization, vault, identity }: PolicyChain): PasswordPolicy =>
  identity ?? vault ?? organization ?? DEFAULT_PASSWORD_POLICY;
