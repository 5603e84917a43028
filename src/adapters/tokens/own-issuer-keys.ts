import { issuerKeyOf, type LocalIssuerKey } from '../../../wire/local-issuer-key';
import type { OwnKey, OwnKeys } from '../sealing/own-keys';
import type { LocalKeys } from './local-issuer';

/** What verifies the built-in issuer's tokens. Each is made once: a key object is dear. */
export const ownIssuerKeys = (ownKeys: Pick<OwnKeys, 'good'>): LocalKeys => {
  const made = new Map<number, LocalIssuerKey>();
  const keyOf = ({ version, bytes }: OwnKey): LocalIssuerKey => {
    const key = made.get(version) ?? issuerKeyOf(bytes);
    made.set(version, key);
    return key;
  };
  return () => {
    const [inForce, ...former] = ownKeys.good('local-issuer');
    return [keyOf(inForce), ...former.map(keyOf)];
  };
};
