import type { IdentitySettings } from '../../domain/identities/events';

const DEFAULT_CONCURRENT = 10;

type Given = Pick<IdentitySettings, 'name' | 'username' | 'credentialType'> & Partial<IdentitySettings>;

/** What a manager left open: exclusive, no rotation of its own accord; ten sessions where several are allowed. */
export const withDefaults = (given: Given): IdentitySettings => {
  const allowConcurrentCheckout = given.allowConcurrentCheckout ?? false;
  return {
    ...given,
    rotateAfterUse: given.rotateAfterUse ?? false,
    hostIds: [...new Set(given.hostIds ?? [])],
    allowConcurrentCheckout,
    maxConcurrentSessions: given.maxConcurrentSessions ?? DEFAULT_CONCURRENT,
  };
};
