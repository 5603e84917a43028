import type { CredentialType } from '../../domain/identities/events';
import type { IdentityState } from '../../domain/identities/state';

/** A value on its way to the person who may see it. Never stored, never logged. */
export interface Credential {
  readonly type: CredentialType;
  readonly username: string;
  readonly value: string;
  readonly version: number;
  /** True when nobody has proved that the value works on the identity's hosts. */
  readonly unverified?: boolean;
}

/** Hosts prove a value by a fresh login, through an agent; until one has, what is served there is unverified. */
export const credentialOf = (identity: IdentityState, version: number, value: string): Credential => ({
  type: identity.settings.credentialType,
  username: identity.settings.username,
  value,
  version,
  ...(identity.settings.hostIds.length > 0 ? { unverified: true } : {}),
});
