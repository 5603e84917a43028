import { firstOwnKey } from './first-own-keys';
import type { AuthenticationSecrets } from './fact-authentication';
import type { OwnKeys } from './own-keys';

/** What codes are made with, of a server whose keys are there. */
export const authenticationSecrets = (keys: OwnKeys): AuthenticationSecrets => {
  const [inForce, ...former] = keys.good('fact-authentication');
  return [inForce.bytes, ...former.map(({ bytes }) => bytes)];
};

/** The same before any of its keys was changed, of whoever has nothing but the root key. */
export const firstAuthenticationSecrets = (rootKey: Uint8Array): AuthenticationSecrets => [
  firstOwnKey('fact-authentication', rootKey),
];
