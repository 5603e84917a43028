import { defaultConnector } from '../../domain/identities/connectors';
import type { IdentitySettings } from '../../domain/identities/events';

const DEFAULT_CONCURRENT = 10;

/** What a manager says of a new identity; what is left open gets its default, `connector: null` is none at all. */
export type NewIdentity = Pick<IdentitySettings, 'name' | 'username' | 'credentialType'> &
  Partial<Omit<IdentitySettings, 'connector'>> & { readonly connector?: string | null };

/** Exclusive, and no rotation of its own accord; ten sessions where several are allowed. */
export const withDefaults = ({ connector, ...given }: NewIdentity): IdentitySettings => ({
  ...given,
  ...(typeof connector === 'string' ? { connector } : {}),
  rotateAfterUse: given.rotateAfterUse ?? false,
  hostIds: [...new Set(given.hostIds ?? [])],
  allowConcurrentCheckout: given.allowConcurrentCheckout ?? false,
  maxConcurrentSessions: given.maxConcurrentSessions ?? DEFAULT_CONCURRENT,
});

/** The connector that suits the type, unless the manager names another or none. */
export const newSettings = (given: NewIdentity): IdentitySettings => {
  const connector = given.connector === undefined ? defaultConnector(given.credentialType) : given.connector;
  return withDefaults({ ...given, connector });
};
